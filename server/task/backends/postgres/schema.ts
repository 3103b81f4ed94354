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

/**
 * A dead task frees its unique key by the index's own condition. `placed_at` and the id are a task's place among those
 * of its order key, kept over retries. What `task_in_order` refuses is a second task of a key in flight; `in_order` is
 * set by consumers that want the order, and only while they have the task.
 */
const KEYS = `
alter table signalbox_queue.task
  add column unique_key text collate "C",
  add column order_key text collate "C",
  add column placed_at timestamptz,
  add column in_order boolean;

update signalbox_queue.task set order_key = attributes->>'partitionkey', placed_at = run_at
where not dead and length(attributes->>'partitionkey') between 1 and 200;

create unique index task_unique on signalbox_queue.task (queue, unique_key)
  where unique_key is not null and not dead;
create index task_in_line on signalbox_queue.task (queue, order_key, placed_at, id)
  where order_key is not null and not dead;
create unique index task_in_order on signalbox_queue.task (queue, order_key)
  where in_order and consumer is not null and not dead;
`

/** In order; the version of a database is the number of steps that were applied to it. */
export const STEPS: readonly string[] = [FIRST, KEYS]
