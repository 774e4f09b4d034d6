-- How long must this suspect wait?
-- Input:  KEYS[1] hash of the account as seen from the address: failures, blockedUntilMs
--         KEYS[2] counter of the address's failures in this window
--         ARGV[1] failures an address may have in a window
-- Output: milliseconds, 0 when there is no need to wait
local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
local blockedUntilMs = tonumber(redis.call('HGET', KEYS[1], 'blockedUntilMs') or '0')
local waitMs = math.max(blockedUntilMs - nowMs, 0)
if tonumber(redis.call('GET', KEYS[2]) or '0') >= tonumber(ARGV[1]) then
  waitMs = math.max(waitMs, redis.call('PTTL', KEYS[2]))
end
return waitMs
