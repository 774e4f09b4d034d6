-- Frees a seat, unless a newer ticket has taken it over.
-- Input:  KEYS[1] state, KEYS[2] deltas, KEYS[3] members, KEYS[4] seats, KEYS[5] presence, KEYS[6] joined,
--         KEYS[7] reports
--         ARGV[1] member id, ARGV[2] ticket, ARGV[3] the stream's bytes, ARGV[4] channel
-- Output: 0 if another ticket has the seat, 1 otherwise
local holder = redis.call('HGET', KEYS[4], ARGV[1])
if holder ~= ARGV[2] then
  return holder and 0 or 1
end
redis.call('HDEL', KEYS[3], ARGV[1])
redis.call('HDEL', KEYS[4], ARGV[1])
redis.call('ZREM', KEYS[5], ARGV[1])
redis.call('ZREM', KEYS[6], ARGV[1])
redis.call('HDEL', KEYS[7], ARGV[1])
if redis.call('EXISTS', KEYS[1]) == 1 then
  local count = redis.call('HLEN', KEYS[3])
  local body = cjson.encode({ type = 'memberLeft', memberId = ARGV[1], memberCount = count })
  append_delta(KEYS[1], KEYS[2], ARGV[3], ARGV[4], 'memberLeft', body)
end
return 1
