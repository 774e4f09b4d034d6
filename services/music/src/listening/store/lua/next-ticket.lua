-- Numbers a ticket. The numbers of all tickets grow, also when the counter is lost: a new one begins at the time.
-- Input:  KEYS[1] the last number
--         ARGV[1] time to live (s)
-- Output: the number
local time = redis.call('TIME')
local last = tonumber(redis.call('GET', KEYS[1]) or '0')
local number = math.max(time[1] * 1000000 + time[2], last + 1)
redis.call('SET', KEYS[1], string.format('%.0f', number), 'EX', ARGV[1])
return number
