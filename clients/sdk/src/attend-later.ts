// `@downbeat/sdk/attend-later`: a room that has been, with its music, chat and reactions, on this device.
export { attendLater, PastRoom, type AttendLaterOptions, type PastRoomState } from './listening/past-room.ts';
