-- Replaces who may do what, if it has not changed since it was read. Tells the instances, writes the new roles into the
-- members, and frees the seats of users who are not members any more.
-- Input:  the session's keys in the order of leave
--         ARGV[1] expected version, ARGV[2] new version, ARGV[3] access (JSON), ARGV[4] body of the delta (JSON)
--         ARGV[5] how many members are shown, ARGV[6] the stream's bytes, ARGV[7] channel, ARGV[8] time to live (s)
--         ARGV[9] '1' if the owner is another one, ARGV[10] '1' if the seats of all guests are freed, ARGV[11] number of
--         changed roles, then for each: the user and the role, then the users whose seats are freed
-- Output: 'applied', 'stale', or 'missing' when there is no state
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 'missing'
end
if (redis.call('HGET', KEYS[1], 'accessVersion') or '0') ~= ARGV[1] then
  return 'stale'
end
redis.call('HSET', KEYS[1], 'access', ARGV[3], 'accessVersion', ARGV[2])
if ARGV[9] == '1' then
  redis.call('HDEL', KEYS[1], 'actingHost', 'ownerAwaySince')
end
local last_role = 11 + 2 * tonumber(ARGV[11])
local roles, removed, freed = {}, {}, {}
for index = 12, last_role, 2 do
  roles[ARGV[index]] = ARGV[index + 1]
end
for index = last_role + 1, #ARGV do
  removed[ARGV[index]] = true
end
-- Before the seats are freed: the sockets of these members are closed with a reason of their own.
append_delta(KEYS[1], KEYS[2], ARGV[6], nil, 'access', ARGV[4])
for _, id in ipairs(redis.call('HKEYS', KEYS[3])) do
  local user = user_of(id)
  if removed[user] or (ARGV[10] == '1' and is_guest(user)) then
    freed[#freed + 1] = id
  elseif roles[user] then
    local member = redis.call('HGET', KEYS[3], id)
    redis.call('HSET', KEYS[3], id, with_role(member, roles[user]))
  end
end
free_seats(KEYS, freed, tonumber(ARGV[5]), ARGV[6], ARGV[7])
-- Another share of the members may be needed now.
append_skip_votes(KEYS[1], KEYS[2], ARGV[6], KEYS[3], KEYS[7])
for _, key in ipairs(KEYS) do
  redis.call('EXPIRE', key, ARGV[8])
end
redis.call('PUBLISH', ARGV[7], '')
return 'applied'
