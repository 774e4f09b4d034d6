-- Decides which reference all instances use. References have an order: a name is <run id>:<generation>, and the run id in
-- it is that of the server process in which the generation began.
-- Input:  KEYS[1] hash: the reference, and the run id of the server process to which it belongs now
--         ARGV[1] the run id of the server process, ARGV[2] the reference that the caller knows ('' for none)
--         ARGV[3] '1' if the clock that the caller measures continues this reference
--         ARGV[4] the greatest generation that the caller has seen
--         ARGV[5] '1' if a caller without a reference leaves the decision to the others
-- Output: the reference to use, whose generation is not less than those of the caller; '' when it is not decided yet
local function generation_of(reference)
  return tonumber(string.match(reference or '', ':(%d+)$') or '-1')
end
local function after(generation)
  return ARGV[1] .. ':' .. generation + 1
end
local stored = redis.call('HGET', KEYS[1], 'reference')
local run = redis.call('HGET', KEYS[1], 'run')
local reference
if stored == ARGV[2] or generation_of(stored) < generation_of(ARGV[2]) or not stored then
  reference = ARGV[3] == '1' and ARGV[2] or after(generation_of(ARGV[2]))
elseif run == ARGV[1] then
  reference = stored
elseif ARGV[2] == '' and ARGV[5] == '1' then
  return ''
else
  reference = after(generation_of(stored))
end
if generation_of(reference) < tonumber(ARGV[4]) then
  reference = after(tonumber(ARGV[4]))
end
-- A Redis that is full refuses writes, and this script runs every few seconds.
if reference ~= stored or run ~= ARGV[1] then
  redis.call('HSET', KEYS[1], 'reference', reference, 'run', ARGV[1])
end
return reference
