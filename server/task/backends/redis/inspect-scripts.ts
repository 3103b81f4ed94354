/** Scripts that look at a queue or remove what waits in it. Each does a bounded amount of work and tells where to go on. */
import { FREE_ENTRY, LUA, scriptOf } from './scripts.ts'

/** \`pcall\`: a stream or group that nobody made yet holds nothing. */
const PENDING = `local function pendingOf(group)
  local summary = redis.pcall('XPENDING', stream, group)
  if summary.err or not summary[4] then return 0, 0 end
  local held, given = 0, 0
  for _, consumer in ipairs(summary[4]) do
    local count = tonumber(consumer[2])
    if waiting(consumer[1]) then given = given + count else held = held + count end
  end
  return held, given
end
`
/** The id after which nothing was delivered yet. */
const DELIVERED = `local function deliveredTo(name)
  local groups = redis.pcall('XINFO', 'GROUPS', stream)
  if groups.err then return '0-0' end
  for _, group in ipairs(groups) do
    for at = 1, #group, 2 do if group[at] == 'last-delivered-id' and group[2] == name then return group[at + 1] end end
  end
  return '0-0'
end
`
const msOf = `local function ms(id) return tonumber(string.match(id, '^%d+')) end
`

/** Arguments: group. Keys: a lane's, then the dead queue's delayed set. Returns the figures of a queue. */
export const STATS = scriptOf(
  'no-writes,allow-oom',
  LUA.KEYS,
  LUA.NOW,
  LUA.WAITING,
  PENDING,
  DELIVERED,
  msOf,
  `local group = ARGV[1]
local held = pendingOf(group)
local due = redis.call('ZCOUNT', delayed, '-inf', now)
local oldest = now
local next = redis.call('XRANGE', stream, '(' .. deliveredTo(group), '+', 'COUNT', 1)[1]
if next then oldest = math.min(oldest, ms(next[1])) end
for _, name in ipairs({'released', 'unseen'}) do
  local given = redis.pcall('XPENDING', stream, group, '-', '+', 1, name)
  if not given.err and given[1] then oldest = math.min(oldest, ms(given[1][1])) end
end
local first = redis.call('ZRANGE', delayed, 0, 0, 'WITHSCORES')
if first[2] then oldest = math.min(oldest, tonumber(first[2])) end
local gone = redis.call('HMGET', totals, 'completed', 'removed')
return {
  math.max(0, redis.call('XLEN', stream) - held) + due, held, redis.call('ZCARD', delayed) - due,
  redis.call('XLEN', dead) + redis.call('ZCARD', KEYS[8]), now - oldest, tonumber(gone[1] or 0), tonumber(gone[2] or 0)
}`,
)

/** Arguments: group, state, limit. Returns per task: its fields, and when it is due (-1: now). */
export const PEEK = scriptOf(
  'no-writes,allow-oom',
  LUA.KEYS,
  LUA.WAITING,
  DELIVERED,
  `local group, state, limit = ARGV[1], ARGV[2], tonumber(ARGV[3])
local found = {}
local function add(id, fields, due) if #found < limit then found[#found + 1] = {id, fields, due} end end
local function addPending(wanted)
  local from = '-'
  while #found < limit do
    local page = redis.pcall('XPENDING', stream, group, from, '+', 1000)
    if page.err or #page == 0 then return end
    for _, entry in ipairs(page) do
      if waiting(entry[2]) == wanted then
        local there = redis.call('XRANGE', stream, entry[1], entry[1])[1]
        if there then add(there[1], there[2], -1) end
      end
      from = '(' .. entry[1]
    end
  end
end
if state == 'delayed' then
  local page = redis.call('ZRANGE', delayed, 0, limit - 1, 'WITHSCORES')
  for at = 1, #page, 2 do
    local packed = redis.call('HGET', tasks, page[at])
    if packed then add(page[at], cmsgpack.unpack(packed), tonumber(page[at + 1])) end
  end
elseif state == 'inFlight' then addPending(false)
else
  addPending(true)
  for _, entry in ipairs(redis.call('XRANGE', stream, '(' .. deliveredTo(group), '+', 'COUNT', limit)) do
    add(entry[1], entry[2], -1)
  end
end
return found`,
)

/**
 * Looks a task up from the newest entry on. Arguments: group, task id, from id, page. Returns where to go on ("" at the
 * end), and of the task, where it is there: entry id, consumer that has it ("" for none), fields without the body.
 */
export const FIND = scriptOf(
  'no-writes,allow-oom',
  LUA.KEYS,
  LUA.FIELD,
  `local group, task, from, limit = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local page = redis.call('XREVRANGE', stream, from, '-', 'COUNT', limit)
for _, entry in ipairs(page) do
  if entry[1] == task or field(entry[2], 'id') == task then
    local pending = redis.pcall('XPENDING', stream, group, entry[1], entry[1], 1)
    local fields = {}
    for at = 1, #entry[2], 2 do
      if entry[2][at] ~= 'data' then
        fields[#fields + 1] = entry[2][at]
        fields[#fields + 1] = entry[2][at + 1]
      end
    end
    return {'', entry[1], not pending.err and pending[1] and pending[1][2] or '', fields}
  end
end
return {#page == limit and '(' .. page[#page][1] or ''}`,
)

/** Looks a delayed task up. Arguments: task id, first rank, page. Returns next rank or -1, and: token, due, fields. */
export const FIND_DELAYED = scriptOf(
  'no-writes,allow-oom',
  LUA.KEYS,
  `local from, limit = tonumber(ARGV[2]), tonumber(ARGV[3])
local page = redis.call('ZRANGE', delayed, from, from + limit - 1, 'WITHSCORES')
for at = 1, #page, 2 do
  if string.sub(page[at], 14) == ARGV[1] then
    local packed = redis.call('HGET', tasks, page[at])
    if packed then return {-1, page[at], tonumber(page[at + 1]), cmsgpack.unpack(packed)} end
  end
end
return {#page == limit * 2 and from + limit or -1}`,
)

/** Removes one waiting task. Arguments: group, entry id or token, "delayed" or "ready". Returns 1, or 0 when it was not waiting. */
export const CANCEL = scriptOf(
  'allow-oom',
  LUA.KEYS,
  LUA.WAITING,
  FREE_ENTRY,
  `local group, id = ARGV[1], ARGV[2]
if ARGV[3] == 'delayed' then
  local packed = redis.call('HGET', tasks, id)
  if not packed then return 0 end
  freeEntry(cmsgpack.unpack(packed))
  redis.call('HDEL', tasks, id)
  redis.call('ZREM', delayed, id)
else
  local entry = redis.call('XRANGE', stream, id, id)[1]
  if not entry then return 0 end
  local pending = redis.pcall('XPENDING', stream, group, id, id, 1)
  if not pending.err and pending[1] then
    if not waiting(pending[1][2]) then return 0 end
    redis.call('XACK', stream, group, id)
  end
  freeEntry(entry[2])
  redis.call('XDEL', stream, id)
end
redis.call('HINCRBY', totals, 'removed', 1)
return 1`,
)

/** Removes waiting tasks, at most so many. Arguments: group, limit. Returns how many. */
export const PURGE = scriptOf(
  'allow-oom',
  LUA.KEYS,
  FREE_ENTRY,
  DELIVERED,
  `local group, limit = ARGV[1], tonumber(ARGV[2])
local removed = 0
local function remove(entry)
  freeEntry(entry[2])
  redis.call('XDEL', stream, entry[1])
  removed = removed + 1
end
for _, name in ipairs({'released', 'unseen'}) do
  local page = redis.pcall('XPENDING', stream, group, '-', '+', limit, name)
  for _, pending in ipairs(page.err and {} or page) do
    local entry = redis.call('XRANGE', stream, pending[1], pending[1])[1]
    redis.call('XACK', stream, group, pending[1])
    if entry then remove(entry) end
  end
end
for _, entry in ipairs(redis.call('XRANGE', stream, '(' .. deliveredTo(group), '+', 'COUNT', limit)) do remove(entry) end
for _, token in ipairs(redis.call('ZRANGE', delayed, 0, limit - 1)) do
  local packed = redis.call('HGET', tasks, token)
  if packed then freeEntry(cmsgpack.unpack(packed)) end
  redis.call('HDEL', tasks, token)
  redis.call('ZREM', delayed, token)
  removed = removed + 1
end
if removed > 0 then redis.call('HINCRBY', totals, 'removed', removed) end
return removed`,
)
