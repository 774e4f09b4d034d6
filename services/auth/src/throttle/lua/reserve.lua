-- Lets an attempt begin and counts it as failed, in one step: of many at once no more begin than may fail.
-- Input:  KEYS[1] hash of the account as seen from the address: failures, blockedUntilMs
--         KEYS[2] counter of the address's failures in this window
--         ARGV    freeFailures, firstWaitMs, maxWaitMs, memoryMs, addressFailures, addressWindowMs
-- Output: milliseconds to wait, nothing counted; 0 to go ahead, counted
local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
local waitMs = math.max(tonumber(redis.call('HGET', KEYS[1], 'blockedUntilMs') or '0') - nowMs, 0)
if tonumber(redis.call('GET', KEYS[2]) or '0') >= tonumber(ARGV[5]) then
  waitMs = math.max(waitMs, redis.call('PTTL', KEYS[2]), 1)
end
if waitMs > 0 then
  return waitMs
end
local over = redis.call('HINCRBY', KEYS[1], 'failures', 1) - tonumber(ARGV[1])
if over >= 0 then
  local pauseMs = math.min(tonumber(ARGV[2]) * 2 ^ math.min(over, 30), tonumber(ARGV[3]))
  redis.call('HSET', KEYS[1], 'blockedUntilMs', string.format('%.0f', nowMs + pauseMs))
end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
if redis.call('INCR', KEYS[2]) == 1 then
  redis.call('PEXPIRE', KEYS[2], ARGV[6])
end
return 0
