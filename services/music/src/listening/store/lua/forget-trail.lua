-- Removes entries of a trail that were written, and their bytes from those that wait.
-- Input:  KEYS[1] state, KEYS[2] trail; ARGV[1..] the ids of the entries
-- Output: nothing
local forgotten = 0
for _, id in ipairs(ARGV) do
  -- Another instance may have removed it.
  local found = redis.call('XRANGE', KEYS[2], id, id)[1]
  for index = 1, found and #found[2] or 0, 2 do
    local name, value = found[2][index], found[2][index + 1]
    if name == 'body' or name == 'state' then
      forgotten = forgotten + #value
    end
  end
  forgotten = forgotten + (found and ENTRY_BYTES or 0)
end
redis.call('XDEL', KEYS[2], unpack(ARGV))
local waiting = tonumber(redis.call('HGET', KEYS[1], 'trailBytes')) or 0
if redis.call('XLEN', KEYS[2]) == 0 then
  redis.call('DEL', KEYS[2])
  forgotten = waiting
end
if redis.call('EXISTS', KEYS[1]) == 1 then
  redis.call('HSET', KEYS[1], 'trailBytes', math.max(0, waiting - forgotten))
end
