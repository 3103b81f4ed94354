/**
 * What must happen at once, as Lua that Redis runs without interruption. Every script names the seven keys of a lane
 * (`keys.ts`) in the same order. Those that shrink or keep the memory in use are allowed when it is full.
 */
import { createHash } from 'node:crypto'

export interface Script {
  readonly text: string
  readonly sha: string
}

const KEYS = 'local stream, leases, delayed, tasks, totals, unique, dead = unpack(KEYS)\n'
const NOW = `local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`
/** \`released\` and \`unseen\` are no consumers: what is pending there waits to be claimed. */
const WAITING = `local function waiting(name) return name == 'released' or name == 'unseen' end
`
/** A unique key is freed by the task that holds it alone. */
const FREE = `local function free(key, id)
  if redis.call('HGET', unique, key) == id then redis.call('HDEL', unique, key) end
end
`
const fieldOf = `local function field(fields, name)
  for at = 1, #fields, 2 do if fields[at] == name then return fields[at + 1] end end
end
`
export const FREE_ENTRY = `${FREE}${fieldOf}local function freeEntry(fields)
  local key = field(fields, 'signalbox-unique')
  if key then free(key, field(fields, 'id')) end
end
`
export const LUA = { KEYS, NOW, WAITING, FREE, FIELD: fieldOf }

/** @param flags 'allow-oom' for what must go on when the memory is full */
export function scriptOf(flags: string, ...parts: readonly string[]): Script {
  const text = `#!lua flags=${flags}\n${parts.join('')}`
  return { text, sha: createHash('sha1').update(text).digest('hex') }
}

/** Stores tasks. Arguments: n; per task: count, fields. */
export const ADD = scriptOf(
  '',
  `local at = 2
for item = 1, tonumber(ARGV[1]) do
  local last = at + tonumber(ARGV[at])
  redis.call('XADD', KEYS[1], '*', unpack(ARGV, at + 1, last))
  at = last + 1
end`,
)

/** Stores tasks that are delayed or unique. Arguments: n; per task: token, due ("" is now), unique key after "=", id, count, fields. */
export const STORE = scriptOf(
  '',
  KEYS,
  `local results = {}
local at = 2
for item = 1, tonumber(ARGV[1]) do
  local token, due, key, id, count = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], tonumber(ARGV[at + 4])
  local first = at + 5
  at = first + count
  local holder = false
  if key ~= '' and redis.call('HSETNX', unique, string.sub(key, 2), id) == 0 then
    holder = redis.call('HGET', unique, string.sub(key, 2))
  end
  if not holder then
    if due == '' then redis.call('XADD', stream, '*', unpack(ARGV, first, at - 1))
    else
      redis.call('HSET', tasks, token, cmsgpack.pack({unpack(ARGV, first, at - 1)}))
      redis.call('ZADD', delayed, due, token)
    end
  end
  results[item] = holder
end
return results`,
)

/** Moves what is due to the stream. Arguments: limit. Returns how many, and the milliseconds until the next (-1: none). */
export const MOVE_DUE = scriptOf(
  'allow-oom',
  KEYS,
  NOW,
  `local due = redis.call('ZRANGEBYSCORE', delayed, '-inf', now, 'LIMIT', 0, ARGV[1])
for _, token in ipairs(due) do
  local packed = redis.call('HGET', tasks, token)
  if packed then
    redis.call('XADD', stream, '*', unpack(cmsgpack.unpack(packed)))
    redis.call('HDEL', tasks, token)
  end
  redis.call('ZREM', delayed, token)
end
local next = redis.call('ZRANGE', delayed, 0, 0, 'WITHSCORES')
return {#due, next[2] and math.max(0, next[2] - now) or -1}`,
)

/** Takes or renews a lease. Arguments: group, consumer, lease in ms, "1" to take it. Returns 0 when it is lost. */
export const LEASE = scriptOf(
  'allow-oom',
  KEYS,
  NOW,
  `if ARGV[4] ~= '1' and not redis.call('ZSCORE', leases, ARGV[2]) then return 0 end
redis.call('ZADD', leases, now + ARGV[3], ARGV[2])
return 1`,
)

/**
 * Settles. Arguments: group, consumer; n acknowledged ids; n unique keys to free, each with its task's id; n moves: id,
 * kind, token, due, unique key after "=", task id, count of fields, fields. Returns false when the lease is gone, else
 * how many were acknowledged, and for each move 1, or 0 when its entry was not there.
 */
export const SETTLE = scriptOf(
  'allow-oom',
  KEYS,
  FREE,
  `local group, consumer = ARGV[1], ARGV[2]
if not redis.call('ZSCORE', leases, consumer) then return false end
local completed = 0
local results = {0}
local acks = tonumber(ARGV[3])
if acks > 0 then
  results[1] = redis.call('XACK', stream, group, unpack(ARGV, 4, 3 + acks))
  redis.call('XDEL', stream, unpack(ARGV, 4, 3 + acks))
  completed = results[1]
end
local at = 4 + acks
local frees = tonumber(ARGV[at])
for item = 1, frees do free(ARGV[at + item * 2 - 1], ARGV[at + item * 2]) end
at = at + 1 + frees * 2
local moves = tonumber(ARGV[at])
at = at + 1
for item = 1, moves do
  local id, kind, token, due, key, task, count = unpack(ARGV, at, at + 6)
  local first = at + 7
  at = first + tonumber(count)
  local done = 0
  if kind == 'released' or kind == 'unseen' then
    local pending = redis.call('XPENDING', stream, group, id, id, 1)[1]
    if pending then
      redis.call('XCLAIM', stream, group, kind, 0, id, 'RETRYCOUNT', math.max(0, pending[4] - 1), 'JUSTID')
      done = 1
    end
  elseif redis.call('XACK', stream, group, id) == 1 then
    redis.call('XDEL', stream, id)
    done = 1
    if kind == 'dead' then
      redis.call('XADD', dead, '*', unpack(ARGV, first, at - 1))
      completed = completed + 1
      if key ~= '' then free(string.sub(key, 2), task) end
    else
      if key ~= '' then redis.call('HSET', unique, string.sub(key, 2), task) end
      if due == '' then redis.call('XADD', stream, '*', unpack(ARGV, first, at - 1))
      else
        redis.call('HSET', tasks, token, cmsgpack.pack({unpack(ARGV, first, at - 1)}))
        redis.call('ZADD', delayed, due, token)
      end
    end
  end
  results[item + 1] = done
end
if completed > 0 then redis.call('HINCRBY', totals, 'completed', completed) end
return results`,
)

/**
 * Claims what consumers left whose lease ran out, and what was given back. Arguments: group, consumer, limit, lease in
 * ms. Returns false when our own lease is gone, else per entry: id, deliveries, 1 when it may have been seen, fields.
 */
export const CLAIM = scriptOf(
  'allow-oom',
  KEYS,
  NOW,
  WAITING,
  `local group, me, limit, lease = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
if not redis.call('ZSCORE', leases, me) then return false end
for _, name in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', now)) do
  if name ~= me then redis.call('ZREM', leases, name) end
end
local claimed = {}
for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', stream, group)) do
  local name, pending, idle = consumer[2], consumer[4], consumer[6]
  if name ~= me and not redis.call('ZSCORE', leases, name) and (waiting(name) or idle >= lease) then
    if pending == 0 and not waiting(name) then redis.call('XGROUP', 'DELCONSUMER', stream, group, name) end
    if pending > 0 and #claimed < limit then
      for _, entry in ipairs(redis.call('XPENDING', stream, group, '-', '+', limit - #claimed, name)) do
        local taken = redis.call('XCLAIM', stream, group, me, 0, entry[1])[1]
        if taken then claimed[#claimed + 1] = {entry[1], entry[4] + 1, name == 'unseen' and 0 or 1, taken[2]} end
      end
    end
  end
end
return claimed`,
)

/**
 * Takes again what was delivered to us in an answer that never came. Arguments: group, consumer, limit, ids that we
 * know. Returns entries as CLAIM does.
 */
export const RECOVER = scriptOf(
  'allow-oom',
  KEYS,
  `local group, me, limit = ARGV[1], ARGV[2], tonumber(ARGV[3])
if not redis.call('ZSCORE', leases, me) then return false end
local known = {}
for at = 4, #ARGV do known[ARGV[at]] = true end
local found = {}
for _, entry in ipairs(redis.call('XPENDING', stream, group, '-', '+', limit, me)) do
  if not known[entry[1]] then
    local taken = redis.call('XRANGE', stream, entry[1], entry[1])[1]
    if taken then found[#found + 1] = {entry[1], entry[4], 0, taken[2]}
    else redis.call('XACK', stream, group, entry[1]) end
  end
end
return found`,
)

/** Gives back all that a consumer still holds, and its lease. Arguments: group, consumer. */
export const LEAVE = scriptOf(
  'allow-oom',
  KEYS,
  `local group, me = ARGV[1], ARGV[2]
redis.call('ZREM', leases, me)
for _, entry in ipairs(redis.call('XPENDING', stream, group, '-', '+', 10000, me)) do
  redis.call('XCLAIM', stream, group, 'released', 0, entry[1], 'RETRYCOUNT', math.max(0, entry[4] - 1), 'JUSTID')
end
if #redis.call('XPENDING', stream, group, '-', '+', 1, me) == 0 then
  redis.call('XGROUP', 'DELCONSUMER', stream, group, me)
end
return 1`,
)
