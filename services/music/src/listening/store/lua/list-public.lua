-- Lists public sessions, those with the most members first, of equal ones the newest. Writes nothing, so that it works while
-- Redis is full.
-- Input:  KEYS[1] sessions by their members, KEYS[2] sessions by when they were counted
--         ARGV[1] for how long a count is valid (ms), ARGV[2] how many sessions,
--         ARGV[3] the members and ARGV[4] the id of the last session of the page before ('' for the first page)
-- Output: a list of {id, members}
local time = redis.call('TIME')
local oldest = time[1] * 1000 + math.floor(time[2] / 1000) - tonumber(ARGV[1])
local most = ARGV[3] == '' and '+inf' or ARGV[3]
-- There are as many as count-public keeps.
local entries = redis.call('ZREVRANGEBYSCORE', KEYS[1], most, '-inf', 'WITHSCORES')
local page = {}
for index = 1, #entries, 2 do
  local id, members = entries[index], entries[index + 1]
  local is_after = members ~= ARGV[3] or id < ARGV[4]
  if is_after and tonumber(redis.call('ZSCORE', KEYS[2], id) or 0) >= oldest then
    page[#page + 1] = {id, tonumber(members)}
    if #page >= tonumber(ARGV[2]) then
      break
    end
  end
end
return page
