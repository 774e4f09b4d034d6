-- Reads a session's state, the number of its members, a page of them in the order in which they joined, the votes to skip the
-- current item, and how many members are away or buffering.
-- Input:  KEYS[1] state, KEYS[2] members, KEYS[3] joined, KEYS[4] votes to skip,
--         KEYS[5] presence that members have told
--         ARGV[1] the ticket after which the page begins, ARGV[2] the most members of the page,
--         ARGV[3] '1' to add the chosen outputs that are connected after the page
-- Output: {the state's fields and values, number of members, page of members (JSON), the last one's ticket,
--         {item, votes, votes needed, the fields of the votes} (empty when no one votes), away, buffering}
local entries =
  redis.call('ZRANGE', KEYS[3], '(' .. ARGV[1], '+inf', 'BYSCORE', 'LIMIT', 0, ARGV[2], 'WITHSCORES')
local page, is_shown = {}, {}
local function show(id)
  local member = redis.call('HGET', KEYS[2], id)
  if not member or is_shown[id] then
    return
  end
  is_shown[id] = true
  local presence = redis.call('HGET', KEYS[5], id)
  page[#page + 1] = presence and '{"presence":"' .. presence .. '",' .. string.sub(member, 2) or member
end
for index = 1, #entries, 2 do
  show(entries[index])
end
local outputs = ARGV[3] == '1' and cjson.decode(redis.call('HGET', KEYS[1], 'outputs') or '{}').devices
for _, device in ipairs(type(outputs) == 'table' and outputs or {}) do
  show(device.memberId)
end
local votes = {}
local item, count, needed = count_skip_votes(KEYS[1], KEYS[2], KEYS[4])
if item then
  votes = {item, count, needed, redis.call('HKEYS', KEYS[4])}
end
local counts = { away = 0, buffering = 0 }
for _, presence in ipairs(redis.call('HVALS', KEYS[5])) do
  counts[presence] = (counts[presence] or 0) + 1
end
return {redis.call('HGETALL', KEYS[1]), redis.call('HLEN', KEYS[2]), page, entries[#entries] or '', votes,
  counts.away, counts.buffering}
