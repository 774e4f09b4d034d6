-- Counts a user's vote to skip the current item, or withdraws it, and tells the members.
-- Input:  KEYS[1] state, KEYS[2] deltas, KEYS[3] members, KEYS[4] votes
--         ARGV[1] the user, ARGV[2] the item to skip ('' to withdraw), ARGV[3] the stream's bytes, ARGV[4] channel,
--         ARGV[5] time to live (s)
-- Output: {'missing'} without state, {'absent'} for a user who is not connected, {'other'} when another item is current,
--         {'none'} when there was nothing to withdraw; else {'counted', votes, votes needed}
local timeline = redis.call('HGET', KEYS[1], 'timeline')
if not timeline then
  return {'missing'}
end
local is_vote = ARGV[2] ~= ''
if is_vote then
  if string.match(timeline, '"queueItemId":"([^"]*)"') ~= ARGV[2] then
    return {'other'}
  end
  if redis.call('HGET', KEYS[4], 'item') ~= ARGV[2] then
    redis.call('DEL', KEYS[4])
    redis.call('HSET', KEYS[4], 'item', ARGV[2])
  end
  local _, _, _, voters = count_skip_votes(KEYS[1], KEYS[3], KEYS[4])
  if not voters[ARGV[1]] then
    return {'absent'}
  end
  redis.call('HSET', KEYS[4], ARGV[1], 1)
  redis.call('EXPIRE', KEYS[4], ARGV[5])
elseif redis.call('HDEL', KEYS[4], ARGV[1]) == 0 then
  return {'none'}
end
local vote = '{"userId":' .. cjson.encode(ARGV[1]) .. ',"isCounted":' .. tostring(is_vote) .. '}'
append_skip_votes(KEYS[1], KEYS[2], ARGV[3], KEYS[3], KEYS[4], vote)
redis.call('PUBLISH', ARGV[4], '')
local _, count, needed = count_skip_votes(KEYS[1], KEYS[3], KEYS[4])
return {'counted', count, needed}
