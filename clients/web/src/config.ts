interface ServiceUrls {
  authUrl: string;
  musicUrl: string;
  notificationUrl: string;
}

/** The URLs of the services: those that the server of this page names, otherwise the usual ports of its host. */
export async function serviceUrls(): Promise<ServiceUrls> {
  const at = (port: number): string => `${location.protocol}//${location.hostname}:${port}`;
  const usual = { authUrl: at(4000), musicUrl: at(4001), notificationUrl: at(4002) };
  try {
    const response = await fetch('/config.json', { signal: AbortSignal.timeout(3000) });
    return { ...usual, ...((await response.json()) as Partial<ServiceUrls>) };
  } catch {
    return usual;
  }
}
