-- Counts a failure and sets the pause that follows it.
-- Input:  KEYS[1] hash of the account as seen from the address: failures, blockedUntilMs
--         KEYS[2] counter of the address's failures in this window
--         ARGV    freeFailures, firstWaitMs, maxWaitMs, memoryMs, addressWindowMs
-- Output: failures of the account from this address so far
local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
local failures = redis.call('HINCRBY', KEYS[1], 'failures', 1)
local over = failures - tonumber(ARGV[1])
if over >= 0 then
  local pauseMs = math.min(tonumber(ARGV[2]) * 2 ^ math.min(over, 30), tonumber(ARGV[3]))
  redis.call('HSET', KEYS[1], 'blockedUntilMs', string.format('%.0f', nowMs + pauseMs))
end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
if redis.call('INCR', KEYS[2]) == 1 then
  redis.call('PEXPIRE', KEYS[2], ARGV[5])
end
return failures
