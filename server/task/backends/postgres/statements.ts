/**
 * Every statement of the queue. They are prepared by name, once per connection.
 *
 * Rows travel to the server in one binary parameter with offsets: an array of `bytea` would travel as hexadecimal
 * text, twice as long.
 */

/** $1 blob, $2 queues, $3 due instants (null: now), $4 offset of the attributes, $5 of the body, $6 of the end. */
export const PUBLISH = `
insert into signalbox_queue.task (queue, run_at, attributes, body)
select n.queue, coalesce(n.run_at, now()),
  convert_from(substring($1::bytea from n.attributes_at for n.body_at - n.attributes_at), 'UTF8')::json,
  substring($1::bytea from n.body_at for n.end_at - n.body_at)
from unnest($2::text[], $3::timestamptz[], $4::int[], $5::int[], $6::int[])
  as n(queue, run_at, attributes_at, body_at, end_at)`

/**
 * As PUBLISH, for tasks with a unique or an order key ($7, $8; null: none), in the order of the arrays. Answers which
 * keys were free; whoever else is storing one of them at this moment is waited for.
 */
export const PUBLISH_KEYED = `
insert into signalbox_queue.task (queue, run_at, attributes, body, unique_key, order_key, placed_at)
select n.queue, coalesce(n.run_at, now()),
  convert_from(substring($1::bytea from n.attributes_at for n.body_at - n.attributes_at), 'UTF8')::json,
  substring($1::bytea from n.body_at for n.end_at - n.body_at),
  n.unique_key, n.order_key, case when n.order_key is not null then greatest(n.run_at, now()) end
from unnest($2::text[], $3::timestamptz[], $4::int[], $5::int[], $6::int[], $7::text[], $8::text[])
  with ordinality as n(queue, run_at, attributes_at, body_at, end_at, unique_key, order_key, n)
order by n.n
on conflict (queue, unique_key) where unique_key is not null and not dead do nothing
returning queue, unique_key`

/** $1 queues, $2 unique keys: the ids of the tasks that hold them. */
export const HOLDERS = `
select w.n::int as n, t.attributes->>'id' as id
from unnest($1::text[], $2::text[]) with ordinality as w(queue, unique_key, n)
join signalbox_queue.task t on t.queue = w.queue and t.unique_key = w.unique_key and not t.dead`

/**
 * $1 consumer, $2 queue, $3 dead, $4 how many. A consumer whose lease was taken away claims nothing. A claim need
 * not survive a crash of the server (the task would just wait again), so it does not wait for the disk. The order of
 * `returning` is not defined, hence the last line.
 */
export const CLAIM = `
with next as materialized (
  select id from signalbox_queue.task
  where queue = $2 and dead = $3 and consumer is null and run_at <= now()
    and exists (select from signalbox_queue.consumer c where c.id = $1)
    and (select set_config('synchronous_commit', 'off', true)) = 'off'
  order by run_at, id limit $4 for update skip locked
), taken as (
  update signalbox_queue.task t set consumer = $1, in_order = null from next where t.id = next.id
  returning t.id, t.run_at, t.redelivered, t.attributes, t.body
)
select id, redelivered, attributes::text as attributes, body from taken order by run_at, id`

/** As CLAIM, of the tasks without an order key. */
export const CLAIM_KEYLESS = CLAIM.replace('and run_at <= now()', 'and run_at <= now() and order_key is null')

/**
 * $1 consumer, $2 queue, $3 how many, $4 the order key to begin after. Goes from key to key in the index and looks at
 * the first task of each: so many tasks may wait behind it without being read. Two processes at once cannot take two
 * tasks of one key, whatever each of them sees: the index `task_in_order` refuses the second.
 */
export const CLAIM_IN_ORDER = `
with recursive key(order_key) as (
  (select t.order_key from signalbox_queue.task t
    where t.queue = $2 and t.order_key > $4 and not t.dead order by t.order_key limit 1)
  union all
  select (select t.order_key from signalbox_queue.task t
    where t.queue = $2 and t.order_key > key.order_key and not t.dead order by t.order_key limit 1)
  from key where key.order_key is not null
), next as materialized (
  select free.id from key
  cross join lateral (
    select t.id, t.consumer, t.run_at from signalbox_queue.task t
    where t.queue = $2 and t.order_key = key.order_key and not t.dead order by t.placed_at, t.id limit 1
  ) first
  cross join lateral (
    select t.id from signalbox_queue.task t
    where t.id = first.id and t.consumer is null and not t.dead and t.run_at <= now() for update skip locked
  ) free
  where first.consumer is null and first.run_at <= now()
    and not exists (select from signalbox_queue.task t where t.queue = $2 and t.order_key = key.order_key
      and t.in_order and t.consumer is not null and not t.dead)
    and exists (select from signalbox_queue.consumer c where c.id = $1)
    and (select set_config('synchronous_commit', 'off', true)) = 'off'
  limit $3
), taken as (
  update signalbox_queue.task t set consumer = $1, in_order = true from next where t.id = next.id
  returning t.id, t.order_key, t.redelivered, t.attributes, t.body
)
select id, order_key as "orderKey", redelivered, attributes::text as attributes, body from taken order by order_key`

/** $1 consumer, $2 ids. What another consumer has by now is not touched, and not returned. */
export const COMPLETE = `
delete from signalbox_queue.task t using unnest($2::bigint[]) as d(id)
where t.id = d.id and t.consumer = $1 returning t.id`

/** $1 consumer, $2 ids, $3 whether each was handed out. The place in line stays. */
export const RELEASE = `
update signalbox_queue.task t set consumer = null, redelivered = t.redelivered or r.handed_out
from unnest($2::bigint[], $3::boolean[]) as r(id, handed_out)
where t.id = r.id and t.consumer = $1 returning t.id`

/** $1 consumer, $2 queue, $3 dead, $4 the ids that the consumer knows of. */
export const RECONCILE = `
update signalbox_queue.task t set consumer = null, redelivered = true
where t.consumer = $1 and t.queue = $2 and t.dead = $3 and not (t.id = any($4::bigint[]))`

/**
 * Retry and dead: the row becomes the new message in one step, so that there is no instant at which the task is
 * neither. $1 consumer, $2 blob, $3 ids, $4 dead, $5 due instants (null: now), $6 to $8 offsets as in PUBLISH.
 */
export const MOVE = `
update signalbox_queue.task t set
  dead = m.dead, run_at = coalesce(m.run_at, now()), consumer = null, redelivered = false,
  attributes = convert_from(substring($2::bytea from m.attributes_at for m.body_at - m.attributes_at), 'UTF8')::json,
  body = substring($2::bytea from m.body_at for m.end_at - m.body_at)
from unnest($3::bigint[], $4::boolean[], $5::timestamptz[], $6::int[], $7::int[], $8::int[])
  as m(id, dead, run_at, attributes_at, body_at, end_at)
where t.id = m.id and t.consumer = $1 returning t.id`

/**
 * $1 queues, $2 dead, $3 in order: when the first waiting task of each is due, in milliseconds from now (negative: it
 * is). Where order keys count, a task that is due may wait for another one of its key: it is passed over.
 */
export const NEXT_DUE = `
select w.n::int as n, (extract(epoch from first.run_at - clock_timestamp()) * 1000)::float8 as due_in_ms
from unnest($1::text[], $2::boolean[], $3::boolean[]) with ordinality as w(queue, dead, in_order, n)
cross join lateral (
  select t.run_at from signalbox_queue.task t
  where t.queue = w.queue and t.dead = w.dead and t.consumer is null
    and t.run_at > case when w.in_order then now() - interval '100 ms' else '-infinity' end
  order by t.run_at, t.id limit 1
) first`

/**
 * $1 queues. The lock that NOTIFY takes on the whole database is held until its transaction is on disk, unless that
 * need not be waited for: a notification has nothing to lose.
 */
export const NOTIFY = `
select pg_notify('signalbox_queue', queue) from unnest($1::text[]) as n(queue)
where (select set_config('synchronous_commit', 'off', true)) = 'off'`
export const CHANNEL = 'signalbox_queue'

/** $1 id, $2 lease in milliseconds. */
export const REGISTER = `
insert into signalbox_queue.consumer (id, expires_at) values ($1, now() + $2::float8 * interval '1 ms')`

/** $1 id, $2 lease in milliseconds. Touches nothing when the lease was taken away. */
export const RENEW = `
update signalbox_queue.consumer set expires_at = now() + $2::float8 * interval '1 ms' where id = $1`

/**
 * $1 lease in milliseconds. Takes expired leases away and gives back what they held. After a restart of the server
 * every lease looks expired until its consumer has reconnected, so they all get one lease from the start on.
 */
export const RECLAIM = `
with gone as (
  delete from signalbox_queue.consumer where id in (
    select id from signalbox_queue.consumer
    where expires_at < now() and now() > pg_postmaster_start_time() + $1::float8 * interval '1 ms'
    for update skip locked)
  returning id
)
update signalbox_queue.task t set consumer = null, redelivered = true
from gone where t.consumer = gone.id returning t.queue`

/** Gives back what a consumer claimed in the very instant in which its lease was taken away. */
export const RECLAIM_ORPHANS = `
update signalbox_queue.task t set consumer = null, redelivered = true
where t.consumer is not null and not exists (select from signalbox_queue.consumer c where c.id = t.consumer)
  and pg_try_advisory_xact_lock(7562002)
returning t.queue`

/** $1 id. Leaves, and gives back everything. */
export const LEAVE = `
with gone as (delete from signalbox_queue.consumer where id = $1)
update signalbox_queue.task set consumer = null, redelivered = true where consumer = $1 returning queue`

/** $1 queues, $2 enqueued, $3 completed; in the order of the names, so that two processes cannot deadlock. */
export const COUNT = `
insert into signalbox_queue.counter as c (queue, enqueued, completed)
select * from unnest($1::text[], $2::bigint[], $3::bigint[]) as n(queue, enqueued, completed) order by 1
on conflict (queue) do update set enqueued = c.enqueued + excluded.enqueued, completed = c.completed + excluded.completed`

/** $1 queues. Each count reads only the index. */
export const STATS = `
with taken as materialized (
  select queue, count(*) as n from signalbox_queue.task
  where consumer is not null and not dead and queue = any($1::text[]) group by queue
), taken_dead as materialized (
  select queue, count(*) as n from signalbox_queue.task
  where consumer is not null and dead and queue = any($1::text[]) group by queue
)
select
  (select count(*) from signalbox_queue.task t
    where t.queue = q.queue and not t.dead and t.consumer is null and t.run_at <= now())::int as ready,
  coalesce((select n from taken where taken.queue = q.queue), 0)::int as in_flight,
  (select count(*) from signalbox_queue.task t
    where t.queue = q.queue and not t.dead and t.consumer is null and t.run_at > now())::int as delayed,
  ((select count(*) from signalbox_queue.task t where t.queue = q.queue and t.dead and t.consumer is null)
    + coalesce((select n from taken_dead where taken_dead.queue = q.queue), 0))::int as dead,
  (select greatest(extract(epoch from now() - min(t.run_at)) * 1000, 0) from signalbox_queue.task t
    where t.queue = q.queue and not t.dead and t.consumer is null and t.run_at <= now())::float8 as oldest_age_ms,
  coalesce(c.enqueued, 0)::float8 as enqueued, coalesce(c.completed, 0)::float8 as completed,
  now() as sampled_at
from unnest($1::text[]) with ordinality as q(queue, n)
left join signalbox_queue.counter c on c.queue = q.queue
order by q.n`

const PEEK_COLUMNS = 'select attributes::text as attributes, body, run_at from signalbox_queue.task'

/** $1 queue, $2 limit. */
export const PEEK = {
  ready: `${PEEK_COLUMNS} where queue = $1 and not dead and consumer is null and run_at <= now() order by run_at, id limit $2`,
  delayed: `${PEEK_COLUMNS} where queue = $1 and not dead and consumer is null and run_at > now() order by run_at, id limit $2`,
  inFlight: `${PEEK_COLUMNS} where queue = $1 and not dead and consumer is not null order by run_at, id limit $2`,
  dead: `${PEEK_COLUMNS} where queue = $1 and dead order by run_at, id limit $2`,
} as const

/**
 * $1 id of the task, $2 queue of the outcomes, which bear the ids of their tasks. There is no index on it: every publish would pay for what a person asks now and then. So the
 * newest are looked through, newest first, since what is asked for has mostly just been published.
 */
export const FIND = `
select newest.attributes::text as attributes, newest.run_at, newest.dead, newest.consumer is not null as taken,
  newest.run_at > now() as later
from (select * from signalbox_queue.task order by id desc limit 100000) newest
where newest.attributes->>'id' = $1 and newest.queue <> $2 limit 1`

/** $1 queue, $2 id of the task. */
export const CANCEL = `
with cancelled as (
  delete from signalbox_queue.task
  where queue = $1 and not dead and consumer is null and attributes->>'id' = $2 returning 1
)
select count(*)::int as count from cancelled`

/** $1 queue. */
export const PURGE = `
with purged as (
  delete from signalbox_queue.task where queue = $1 and not dead and consumer is null returning 1
)
select count(*)::int as count from purged`
