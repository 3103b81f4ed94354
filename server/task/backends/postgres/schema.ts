/**
 * The queue's own tables, in a schema of their own, so that they may stand beside an application's or in a database
 * that other programs share. A step, once released, is never edited: a change is a new step.
 */
export const SCHEMA = 'signalbox_queue'

const FIRST = `
create table signalbox_queue.consumer (
  id uuid primary key,
  registered_at timestamptz not null default now(),
  expires_at timestamptz not null
);
comment on table signalbox_queue.consumer is 'One row per consuming process: its lease on what it took.';

create table signalbox_queue.task (
  id bigint generated always as identity primary key,
  queue text not null,
  dead boolean not null default false,
  run_at timestamptz not null default now(),
  consumer uuid,
  redelivered boolean not null default false,
  attributes json not null,
  body bytea not null
) with (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 20000,
  autovacuum_vacuum_cost_delay = 0
);
comment on column signalbox_queue.task.consumer is 'Who has taken it; null while it waits.';

create index task_waiting on signalbox_queue.task (queue, dead, run_at, id) where consumer is null;
create index task_taken on signalbox_queue.task (consumer, queue, dead) where consumer is not null;

create table signalbox_queue.counter (
  queue text primary key,
  enqueued bigint not null default 0,
  completed bigint not null default 0
);
comment on table signalbox_queue.counter is 'Totals per queue, added up by each process about once a second.';
`

/** In order; the version of a database is the number of steps that were applied to it. */
export const STEPS: readonly string[] = [FIRST]
