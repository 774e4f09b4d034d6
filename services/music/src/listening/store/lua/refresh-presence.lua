-- Refreshes the seats of one instance's members, and frees the seats that no instance has refreshed lately.
-- Input:  KEYS[1] state, KEYS[2] deltas, KEYS[3] members, KEYS[4] seats, KEYS[5] presence, KEYS[6] joined,
--         KEYS[7] reports, KEYS[8] commands
--         ARGV[1] how long a seat is kept after its last refresh (ms), ARGV[2] time to live (s),
--         ARGV[3] how many members are shown, ARGV[4] the stream's bytes, ARGV[5] channel, ARGV[6..] member ids
-- Output: the ticket that has the seat of each given member, '' for a member without a seat
if redis.call('EXISTS', KEYS[1]) == 0 then
  return {}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local holders = {}
for index = 6, #ARGV do
  redis.call('ZADD', KEYS[5], 'XX', now, ARGV[index])
  holders[#holders + 1] = redis.call('HGET', KEYS[4], ARGV[index]) or ''
end
local expired = redis.call('ZRANGEBYSCORE', KEYS[5], '-inf', now - tonumber(ARGV[1]), 'LIMIT', 0, 100)
free_seats(KEYS, expired, tonumber(ARGV[3]), ARGV[4], ARGV[5])
for _, key in ipairs(KEYS) do
  redis.call('EXPIRE', key, ARGV[2])
end
return holders
