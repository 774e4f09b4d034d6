// Express that checks the access token by jsonwebtoken and answers with the page that Redis has.
// `express-jsonwebtoken-redis.ts JWT_SECRET REDIS_URL KEY`
import express from 'express';
import { Redis } from 'ioredis';
import jsonwebtoken from 'jsonwebtoken';
import { announce } from './announce.ts';

const [secret = '', redisUrl = '', key = ''] = process.argv.slice(2);
const redis = new Redis(redisUrl);
const app = express();
app.get('/', async (request, response) => {
  const [, token = ''] = request.headers.authorization?.split(' ') ?? [];
  jsonwebtoken.verify(token, secret);
  response.json(JSON.parse((await redis.get(key)) ?? 'null'));
});
const server = app.listen(0, '127.0.0.1', () => announce(server.address()));
