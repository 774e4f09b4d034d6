interface ServicePorts {
  auth: number;
  music: number;
  notification: number;
}

const usual: ServicePorts = { auth: 4000, music: 4001, notification: 4002 };

/** Where the services are: on the host that served this page, at the ports that its `config.json` names. */
export async function serviceUrls(): Promise<{ authUrl: string; musicUrl: string; notificationUrl: string }> {
  const ports = { ...usual, ...(await configuredPorts()) };
  const at = (port: number): string => `${location.protocol}//${location.hostname}:${port}`;
  return { authUrl: at(ports.auth), musicUrl: at(ports.music), notificationUrl: at(ports.notification) };
}

async function configuredPorts(): Promise<Partial<ServicePorts>> {
  try {
    const response = await fetch('/config.json', { signal: AbortSignal.timeout(3000) });
    const config = (await response.json()) as { ports?: Partial<ServicePorts> };
    return config.ports ?? {};
  } catch {
    return {};
  }
}
