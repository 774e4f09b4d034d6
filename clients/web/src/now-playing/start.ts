import { startCoverColour } from './cover-colour.ts';
import { startMediaSession } from './media-session.ts';

// Loaded with the first track (main.tsx).
startCoverColour();
startMediaSession();
