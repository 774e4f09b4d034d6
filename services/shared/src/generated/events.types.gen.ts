// Generated from openapi/events.yaml. Do not edit: change the contract, then run `make generate`.
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    DownbeatEvent:
      | components['schemas']['UserRegistered']
      | components['schemas']['VerificationRequested']
      | components['schemas']['UserEmailVerified']
      | components['schemas']['UserRenamed']
      | components['schemas']['PasswordResetRequested']
      | components['schemas']['PasswordChanged']
      | components['schemas']['SessionRevoked']
      | components['schemas']['TrackPublished']
      | components['schemas']['ReleaseMailsChosen']
      | components['schemas']['ArtistReleased'];
    /** @enum {string} */
    EventSource: '/auth' | '/music' | '/notification';
    CorrelationId: string;
    /** @description A compact JWE (RFC 7516) that only the notification service can decrypt. */
    SealedText: string;
    /** @description An account was created; notification sends the welcome mail. */
    UserRegistered: {
      /** @constant */
      specversion: '1.0';
      id: components['schemas']['Id'];
      source: components['schemas']['EventSource'];
      /** @constant */
      type: 'downbeat.user.registered.v1';
      subject: components['schemas']['Id'];
      time: components['schemas']['Timestamp'];
      /** @constant */
      datacontenttype: 'application/json';
      correlationid: components['schemas']['CorrelationId'];
      data: {
        userId: components['schemas']['Id'];
        email: components['schemas']['Email'];
        displayName: components['schemas']['DisplayName'];
        role: components['schemas']['Role'];
      };
    };
    /** @description Asks notification to mail a code. The code is encrypted, and it is not mailed after it has expired. */
    VerificationRequested: {
      /** @constant */
      specversion: '1.0';
      id: components['schemas']['Id'];
      source: components['schemas']['EventSource'];
      /** @constant */
      type: 'downbeat.user.verification-requested.v1';
      subject: components['schemas']['Id'];
      time: components['schemas']['Timestamp'];
      /** @constant */
      datacontenttype: 'application/json';
      correlationid: components['schemas']['CorrelationId'];
      data: {
        userId: components['schemas']['Id'];
        email: components['schemas']['Email'];
        displayName: components['schemas']['DisplayName'];
        sealedCode: components['schemas']['SealedText'];
        expiresAt: components['schemas']['Timestamp'];
      };
    };
    /** @description An email was confirmed; notification sends a confirmation mail. */
    UserEmailVerified: {
      /** @constant */
      specversion: '1.0';
      id: components['schemas']['Id'];
      source: components['schemas']['EventSource'];
      /** @constant */
      type: 'downbeat.user.email-verified.v1';
      subject: components['schemas']['Id'];
      time: components['schemas']['Timestamp'];
      /** @constant */
      datacontenttype: 'application/json';
      correlationid: components['schemas']['CorrelationId'];
      data: {
        userId: components['schemas']['Id'];
        email: components['schemas']['Email'];
      };
    };
    /** @description A display name changed; music renames the artist on their tracks. */
    UserRenamed: {
      /** @constant */
      specversion: '1.0';
      id: components['schemas']['Id'];
      source: components['schemas']['EventSource'];
      /** @constant */
      type: 'downbeat.user.renamed.v1';
      subject: components['schemas']['Id'];
      time: components['schemas']['Timestamp'];
      /** @constant */
      datacontenttype: 'application/json';
      correlationid: components['schemas']['CorrelationId'];
      data: {
        userId: components['schemas']['Id'];
        displayName: components['schemas']['DisplayName'];
      };
    };
    /** @description Asks notification to mail a code that sets a new password. The code is encrypted, and it is not mailed after it has expired. */
    PasswordResetRequested: {
      /** @constant */
      specversion: '1.0';
      id: components['schemas']['Id'];
      source: components['schemas']['EventSource'];
      /** @constant */
      type: 'downbeat.user.password-reset-requested.v1';
      subject: components['schemas']['Id'];
      time: components['schemas']['Timestamp'];
      /** @constant */
      datacontenttype: 'application/json';
      correlationid: components['schemas']['CorrelationId'];
      data: {
        userId: components['schemas']['Id'];
        email: components['schemas']['Email'];
        displayName: components['schemas']['DisplayName'];
        sealedCode: components['schemas']['SealedText'];
        expiresAt: components['schemas']['Timestamp'];
      };
    };
    /** @description A password was changed or reset; notification tells the owner. */
    PasswordChanged: {
      /** @constant */
      specversion: '1.0';
      id: components['schemas']['Id'];
      source: components['schemas']['EventSource'];
      /** @constant */
      type: 'downbeat.user.password-changed.v1';
      subject: components['schemas']['Id'];
      time: components['schemas']['Timestamp'];
      /** @constant */
      datacontenttype: 'application/json';
      correlationid: components['schemas']['CorrelationId'];
      data: {
        userId: components['schemas']['Id'];
        email: components['schemas']['Email'];
        displayName: components['schemas']['DisplayName'];
      };
    };
    /** @enum {string} */
    RevocationReason: 'logout' | 'reuse' | 'role-change' | 'password-change' | 'too-many-sign-ins';
    /** @description A sign-in was revoked; its access tokens, stream URLs and sockets stop working. */
    SessionRevoked: {
      /** @constant */
      specversion: '1.0';
      id: components['schemas']['Id'];
      source: components['schemas']['EventSource'];
      /** @constant */
      type: 'downbeat.session.revoked.v1';
      subject: components['schemas']['Id'];
      time: components['schemas']['Timestamp'];
      /** @constant */
      datacontenttype: 'application/json';
      correlationid: components['schemas']['CorrelationId'];
      data: {
        sessionId: components['schemas']['Id'];
        userId: components['schemas']['Id'];
        reason: components['schemas']['RevocationReason'];
        /**
         * Format: date-time
         * @description When the last access token or URL of the sign-in expires by itself.
         */
        revokedUntil: string;
      };
    };
    /** @description A track became public for the first time. No service consumes this event yet; the broker keeps it for seven days, at most the last 10,000, in the queue `downbeat.unsubscribed`. */
    TrackPublished: {
      /** @constant */
      specversion: '1.0';
      id: components['schemas']['Id'];
      source: components['schemas']['EventSource'];
      /** @constant */
      type: 'downbeat.track.published.v1';
      subject: components['schemas']['Id'];
      time: components['schemas']['Timestamp'];
      /** @constant */
      datacontenttype: 'application/json';
      correlationid: components['schemas']['CorrelationId'];
      data: {
        trackId: components['schemas']['Id'];
        artistId: components['schemas']['Id'];
        title: string;
      };
    };
    /** @description An account wants mails about releases, or wants them no longer; notification keeps the address of those that do. */
    ReleaseMailsChosen: {
      /** @constant */
      specversion: '1.0';
      id: components['schemas']['Id'];
      source: components['schemas']['EventSource'];
      /** @constant */
      type: 'downbeat.user.release-mails-chosen.v1';
      subject: components['schemas']['Id'];
      time: components['schemas']['Timestamp'];
      /** @constant */
      datacontenttype: 'application/json';
      correlationid: components['schemas']['CorrelationId'];
      data: {
        userId: components['schemas']['Id'];
        email: components['schemas']['Email'];
        displayName: components['schemas']['DisplayName'];
        isWanted: boolean;
      };
    };
    /** @description What an artist has published within an hour, for some of the followers; notification mails those who want it. Each follower is in one event of a digest. The subject is the digest. */
    ArtistReleased: {
      /** @constant */
      specversion: '1.0';
      id: components['schemas']['Id'];
      source: components['schemas']['EventSource'];
      /** @constant */
      type: 'downbeat.artist.released.v1';
      subject: components['schemas']['Id'];
      time: components['schemas']['Timestamp'];
      /** @constant */
      datacontenttype: 'application/json';
      correlationid: components['schemas']['CorrelationId'];
      data: {
        /** @description In the catalogue. */
        artistId: string;
        artistName: string;
        titles: string[];
        /** @description All of them, also those without a title here. */
        trackCount: number;
        followerIds: components['schemas']['Id'][];
      };
    };
    /**
     * Format: uuid
     * @description UUID, version 7 (8 of a guest), in lower case.
     * @example 019a0f3e-7c1b-7e55-9d0e-5a2f6b1c4d3e
     */
    Id: string;
    /**
     * Format: date-time
     * @description RFC 3339, in UTC.
     * @example 2026-11-23T11:16:00.000Z
     */
    Timestamp: string;
    /**
     * Format: email
     * @description One plain address: at most 64 characters before the @, and 63 in each part of its domain.
     * @example ada@example.com
     */
    Email: string;
    /**
     * @description Any script; no control characters, nor those that break a line or turn the direction of writing; something in it can be seen.
     * @example Ada Lovelace
     */
    DisplayName: string;
    /** @enum {string} */
    Role: 'listener' | 'artist' | 'admin';
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;

export type DownbeatEvent = components['schemas']['DownbeatEvent'];
export type EventSource = components['schemas']['EventSource'];
export type CorrelationId = components['schemas']['CorrelationId'];
export type SealedText = components['schemas']['SealedText'];
export type UserRegistered = components['schemas']['UserRegistered'];
export type VerificationRequested = components['schemas']['VerificationRequested'];
export type UserEmailVerified = components['schemas']['UserEmailVerified'];
export type UserRenamed = components['schemas']['UserRenamed'];
export type PasswordResetRequested = components['schemas']['PasswordResetRequested'];
export type PasswordChanged = components['schemas']['PasswordChanged'];
export type RevocationReason = components['schemas']['RevocationReason'];
export type SessionRevoked = components['schemas']['SessionRevoked'];
export type TrackPublished = components['schemas']['TrackPublished'];
export type ReleaseMailsChosen = components['schemas']['ReleaseMailsChosen'];
export type ArtistReleased = components['schemas']['ArtistReleased'];
export type Id = components['schemas']['Id'];
export type Timestamp = components['schemas']['Timestamp'];
export type Email = components['schemas']['Email'];
export type DisplayName = components['schemas']['DisplayName'];
export type Role = components['schemas']['Role'];
