-- Gives members a seat. The same device takes it over with a newer ticket; the delta tells the older sockets.
-- Input:  KEYS[1] state, KEYS[2] deltas, KEYS[3] members, KEYS[4] seats, KEYS[5] presence, KEYS[6] joined,
--         KEYS[7] votes to skip, KEYS[8] presence that members have told
--         ARGV[1] the limit of members, ARGV[2] how many are shown, ARGV[3] the stream's bytes, ARGV[4] channel
--         ARGV[5] time to live (s), then for each member: its id, its ticket, the member (JSON)
-- Output: for each member 'entered', 'replaced', 'present' (this ticket has the seat already), 'stale' (a newer one has
--         it), 'full' or 'missing'; 'removed' or 'banned' for a user who is not a member any more,
--         'guestEnded' for a guest where there are none any more
local live = redis.call('EXISTS', KEYS[1]) == 1
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local is_counted, has_entered, has_presence = false, false, false
-- The access may have changed since the instance read it.
local stored = redis.call('HGET', KEYS[1], 'access')
local access = stored and cjson.decode(stored) or {roles = {}, removals = {}}
local removed = {}
for _, removal in ipairs(access.removals) do
  removed[removal.userId] = removal.reason == 'banned' and 'banned' or 'removed'
end
local function role_of(user)
  return user == access.ownerId and 'owner' or access.roles[user] or is_guest(user) and 'guest' or 'listener'
end
local function is_shown(id)
  return redis.call('ZRANK', KEYS[6], id) < tonumber(ARGV[2]) or is_output(KEYS[1], id)
end
local function tell(member)
  local count = ',"memberCount":' .. redis.call('HLEN', KEYS[3]) .. '}'
  append_delta(KEYS[1], KEYS[2], ARGV[3], nil, 'memberJoined', '{"type":"memberJoined","member":' .. member .. count)
end
local function enter(id, ticket, member)
  if not live then
    return 'missing'
  end
  local user = user_of(id)
  if removed[user] then
    return removed[user]
  end
  if is_guest(user) and not access.allowsGuests then
    return 'guestEnded'
  end
  if stored then
    member = with_role(member, role_of(user))
  end
  local holder = redis.call('HGET', KEYS[4], id)
  -- A seat that an earlier version has written has no number.
  if holder and (tonumber(holder) or 0) > tonumber(ticket) then
    return 'stale'
  end
  if not holder and redis.call('HLEN', KEYS[3]) >= tonumber(ARGV[1]) then
    return 'full'
  end
  local before = redis.call('HGET', KEYS[3], id)
  redis.call('HSET', KEYS[3], id, member)
  redis.call('HSET', KEYS[4], id, ticket)
  redis.call('ZADD', KEYS[5], now, id)
  redis.call('ZADD', KEYS[6], 'NX', ticket, id)
  if holder == ticket then
    return 'present'
  end
  -- A new socket begins as listening.
  has_presence = redis.call('HDEL', KEYS[8], id) == 1 or has_presence
  if holder then
    local body = '{"memberId":' .. cjson.encode(id) .. ',"ticket":' .. ticket .. '}'
    append_delta(KEYS[1], KEYS[2], ARGV[3], nil, 'replaced', body)
    if before ~= member and is_shown(id) then
      tell(member)
    end
    return 'replaced'
  end
  if is_shown(id) then
    tell(member)
  else
    is_counted = true
  end
  has_entered = true
  return 'entered'
end
local results = {}
for index = 6, #ARGV, 3 do
  results[#results + 1] = enter(ARGV[index], ARGV[index + 1], ARGV[index + 2])
end
if is_counted then
  append_count(KEYS[1], KEYS[2], ARGV[3], KEYS[3])
end
if has_entered then
  append_skip_votes(KEYS[1], KEYS[2], ARGV[3], KEYS[3], KEYS[7])
end
if has_presence then
  append_presence(KEYS, tonumber(ARGV[2]), ARGV[3])
end
if live then
  for _, key in ipairs(KEYS) do
    redis.call('EXPIRE', key, ARGV[5])
  end
  redis.call('PUBLISH', ARGV[4], '')
end
return results
