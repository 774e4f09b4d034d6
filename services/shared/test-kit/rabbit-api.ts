import { environment } from './environment.ts';

/** One call of the broker's management API; the answer's JSON, or null. @throws Error for an answer >= 400 */
export async function rabbitApi(method: string, path: string, body?: object): Promise<unknown> {
  const address = new URL(environment('TEST_RABBITMQ_API_URL'));
  const { username, password } = address;
  const basic = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString(
    'base64',
  );
  const response = await fetch(new URL(`/api/${path}`, address.origin), {
    method,
    headers: { authorization: `Basic ${basic}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return text === '' ? null : (JSON.parse(text) as unknown);
}
