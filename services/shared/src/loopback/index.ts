/** Whether a host name is this machine itself, where a conversation without TLS is not overheard. */
export const isLoopback = (host: string): boolean =>
  /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(host);
