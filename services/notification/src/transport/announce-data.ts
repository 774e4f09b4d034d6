import type { Transporter } from 'nodemailer';

type Announce = () => void;

/**
 * Nodemailer's errors do not tell whether a session broke before or after the server had agreed to take the
 * message, which is the difference between "surely not delivered" and "perhaps". The message's stream does:
 * it begins to flow when DATA has been answered with 354.
 * @returns a function that registers what to call for the message with these bytes
 */
export function announceData<T>(mailer: Transporter<T>): (message: Buffer, announce: Announce) => void {
  const waiting = new WeakMap<Buffer, Announce>();
  mailer.use('stream', (mail, next) => {
    const { raw } = mail.data;
    const announce = Buffer.isBuffer(raw) ? waiting.get(raw) : undefined;
    const create = mail.message.createReadStream.bind(mail.message);
    mail.message.createReadStream = (options) => {
      const stream = create(options);
      if (announce) stream.once('resume', announce);
      return stream;
    };
    next();
  });
  return (message, announce) => void waiting.set(message, announce);
}
