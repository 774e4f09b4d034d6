-- Replaces the timeline, and the room with its queue, if the state has not changed since it was read; remembers the command,
-- and tells the members. The votes to skip an item end with it, and when playback pauses.
-- Input:  KEYS[1] state, KEYS[2] deltas, KEYS[3] commands, KEYS[4] votes to skip, KEYS[5] trail
--         ARGV[1] expected epoch, ARGV[2] expected revision
--         ARGV[3] new epoch, ARGV[4] new revision, ARGV[5] reference, ARGV[6] timeline (JSON)
--         ARGV[7] kind of the delta, ARGV[8] its body (JSON)
--         ARGV[9] the command ('' for none), ARGV[10] how many commands to remember
--         ARGV[11] the stream's bytes, ARGV[12] channel, ARGV[13] time to live (s)
--         ARGV[14] which revisions changed what, ARGV[15] room (JSON; '' if it stays as it is)
--         ARGV[16] outputs (JSON; '' if they stay as they are), ARGV[17..20] as trail_of takes them
-- Output: {'applied' | 'repeated' | 'stale', epoch, revision}, or {'missing'} when there is no state.
--         For a repeated command, the revision is the one that it created before.
local current = redis.call('HMGET', KEYS[1], 'epoch', 'revision')
if not current[1] then
  return {'missing'}
end
if ARGV[9] ~= '' then
  local before = redis.call('ZSCORE', KEYS[3], ARGV[9])
  if before then
    return {'repeated', tonumber(current[1]), tonumber(before)}
  end
end
if current[1] ~= ARGV[1] or current[2] ~= ARGV[2] then
  return {'stale', tonumber(current[1]), tonumber(current[2])}
end
local voted = redis.call('HGET', KEYS[4], 'item')
local is_playing = string.find(ARGV[6], '"state":"playing"', 1, true)
if voted and not (is_playing and voted == string.match(ARGV[6], '"queueItemId":"([^"]*)"')) then
  redis.call('DEL', KEYS[4])
end
redis.call('HSET', KEYS[1], 'epoch', ARGV[3], 'revision', ARGV[4], 'reference', ARGV[5], 'timeline', ARGV[6],
  'changedAt', ARGV[14])
if ARGV[15] ~= '' then
  redis.call('HSET', KEYS[1], 'room', ARGV[15])
end
if ARGV[16] ~= '' then
  redis.call('HSET', KEYS[1], 'outputs', ARGV[16])
end
if ARGV[1] ~= ARGV[3] then
  redis.call('HSET', KEYS[1], 'sequence', 0)
end
if ARGV[9] ~= '' then
  redis.call('ZADD', KEYS[3], ARGV[4], ARGV[9])
  redis.call('ZREMRANGEBYRANK', KEYS[3], 0, -1 - tonumber(ARGV[10]))
end
append_delta(KEYS[1], KEYS[2], ARGV[11], ARGV[12], ARGV[7], ARGV[8], trail_of(KEYS[5], 17))
for index = 1, 4 do
  redis.call('EXPIRE', KEYS[index], ARGV[13])
end
return {'applied', tonumber(ARGV[3]), tonumber(ARGV[4])}
