-- Refreshes the seats of one instance's members, and frees the seats that no instance has refreshed lately. While the owner
-- is away for long, the member who has been here longest, of those with the highest role, is the acting host; never a guest.
-- Input:  KEYS[1] state, KEYS[2] deltas, KEYS[3] members, KEYS[4] seats, KEYS[5] presence, KEYS[6] joined,
--         KEYS[7] votes to skip, KEYS[8] presence that members have told, KEYS[9] reports, KEYS[10..] every other key of the
--         session
--         ARGV[1] how long a seat is kept after its last refresh (ms), ARGV[2] time to live (s),
--         ARGV[3] how many members are shown, ARGV[4] the stream's bytes, ARGV[5] channel,
--         ARGV[6] for how long the owner may be away (ms), ARGV[7..] member ids
-- Output: the ticket that has the seat of each given member, '' for a member without a seat
if redis.call('EXISTS', KEYS[1]) == 0 then
  return {}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local holders = {}
for index = 7, #ARGV do
  redis.call('ZADD', KEYS[5], 'XX', now, ARGV[index])
  holders[#holders + 1] = redis.call('HGET', KEYS[4], ARGV[index]) or ''
end
local expired = redis.call('ZRANGEBYSCORE', KEYS[5], '-inf', now - tonumber(ARGV[1]), 'LIMIT', 0, 100)
free_seats(KEYS, expired, tonumber(ARGV[3]), ARGV[4], ARGV[5])
local RANKS = {coHost = 2, dj = 1, listener = 0}
local function longest_present(ids)
  local best, best_rank = '', -1
  for _, id in ipairs(ids) do
    local role = string.match(redis.call('HGET', KEYS[3], id) or '', '"role":"(%a+)"}$')
    local rank = RANKS[role] or -1
    if rank > best_rank then
      best, best_rank = user_of(id), rank
    end
  end
  return best
end
local function set_acting_host(owner)
  local acting = redis.call('HGET', KEYS[1], 'actingHost') or ''
  local ids = redis.call('ZRANGE', KEYS[6], 0, -1)
  local present = {}
  for _, id in ipairs(ids) do
    present[user_of(id)] = true
  end
  local wanted = ''
  if present[owner] then
    redis.call('HDEL', KEYS[1], 'ownerAwaySince')
  else
    redis.call('HSETNX', KEYS[1], 'ownerAwaySince', now)
    local away = now - tonumber(redis.call('HGET', KEYS[1], 'ownerAwaySince'))
    if away >= tonumber(ARGV[6]) then
      wanted = present[acting] and acting or longest_present(ids)
    end
  end
  if wanted == acting then
    return
  end
  redis.call('HSET', KEYS[1], 'actingHost', wanted)
  local host = wanted == '' and 'null' or cjson.encode(wanted)
  local message = '{"type":"hostChanged","ownerId":' .. cjson.encode(owner) .. ',"actingHostId":' .. host .. '}'
  local body = '{"messages":[' .. message .. '],"forManagers":[],"removed":[]}'
  append_delta(KEYS[1], KEYS[2], ARGV[4], ARGV[5], 'access', body)
end
local access = redis.call('HGET', KEYS[1], 'access')
if access then
  set_acting_host(cjson.decode(access).ownerId)
end
for _, key in ipairs(KEYS) do
  redis.call('EXPIRE', key, ARGV[2])
end
return holders
