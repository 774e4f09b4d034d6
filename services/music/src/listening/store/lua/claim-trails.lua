-- Claims sessions whose trail may have entries that wait to be written, for the length of a lease.
-- Input:  KEYS[1] sessions by the time (ms) at which they are looked at; 0 for those that have changed
--         ARGV[1] the lease (ms), ARGV[2] the most sessions
-- Output: for each session: its id, its score now, and whether it has changed since it was claimed last (1 or 0)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local due = redis.call('ZRANGE', KEYS[1], '-inf', now, 'BYSCORE', 'LIMIT', 0, ARGV[2], 'WITHSCORES')
local claims = {}
for index = 1, #due, 2 do
  local score = string.format('%.0f', now + ARGV[1])
  redis.call('ZADD', KEYS[1], score, due[index])
  claims[#claims + 1] = {due[index], score, tonumber(due[index + 1]) == 0 and 1 or 0}
end
return claims
