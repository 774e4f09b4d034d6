-- Claims the advances that are due, by moving their time to the end of a lease. When the lease ends, the instance that
-- had it leaves the claim to the others for a moment, so that a second instance is ready to make the same advance.
-- Input:  KEYS[1] due times, KEYS[2] claims
--         ARGV[1] now (us), ARGV[2] instance, ARGV[3] lease (us), ARGV[4] how long to leave an own claim to others (us)
--         ARGV[5] most claims, ARGV[6] time to live (s)
-- Output: a list of {entry, 1 if another instance had claimed it before, else 0}
local now = tonumber(ARGV[1])
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'WITHSCORES', 'LIMIT', 0, ARGV[5])
local claimed = {}
for index = 1, #due, 2 do
  local entry = due[index]
  local holder = redis.call('HGET', KEYS[2], entry)
  if holder ~= ARGV[2] or now - tonumber(due[index + 1]) >= tonumber(ARGV[4]) then
    redis.call('ZADD', KEYS[1], now + tonumber(ARGV[3]), entry)
    redis.call('HSET', KEYS[2], entry, ARGV[2])
    claimed[#claimed + 1] = {entry, (holder and holder ~= ARGV[2]) and 1 or 0}
  end
end
if #claimed > 0 then
  redis.call('EXPIRE', KEYS[2], ARGV[6])
end
return claimed
