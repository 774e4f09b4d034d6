-- Numbers a ticket and stores it. The numbers of all tickets grow, also when the counter is lost: a new one begins at the
-- time.
-- Input:  KEYS[1] the last number, KEYS[2] the ticket
--         ARGV[1] time to live of the number (s), ARGV[2] the ticket's claims (JSON object), ARGV[3] its time to live (s)
-- Output: nothing
local time = redis.call('TIME')
local last = tonumber(redis.call('GET', KEYS[1]) or '0')
local number = string.format('%.0f', math.max(time[1] * 1000000 + time[2], last + 1))
redis.call('SET', KEYS[1], number, 'EX', ARGV[1])
redis.call('SET', KEYS[2], '{"number":' .. number .. ',' .. string.sub(ARGV[2], 2), 'EX', ARGV[3])
