import t from 'tap';
import { rejection, schemas } from './fixture.ts';

const play = 'Play: { type: object, required: [type], properties: { type: { type: string, const: play } } }';
const pause =
  'Pause: { type: object, required: [type], properties: { type: { type: string, const: pause } } }';
const branches = "oneOf: [{ $ref: '#/components/schemas/Play' }, { $ref: '#/components/schemas/Pause' }]";

const rejected: [string, string, string][] = [
  [
    'a member without the constant',
    `Message: { ${branches}, discriminator: { propertyName: kind } }\n${play}\n${pause}`,
    '/Message/oneOf/0: has no constant for the discriminator "kind"',
  ],
  [
    'a member with an optional constant',
    `Message: { ${branches}, discriminator: { propertyName: type } }\n${play}\n${pause.replace('required: [type], ', '')}`,
    '/Message/oneOf/1: does not require the discriminator "type"',
  ],
  [
    'two members with the same constant',
    `Message: { ${branches}, discriminator: { propertyName: type } }\n${play}\n${pause.replace('const: pause', 'const: play')}`,
    '/Message/oneOf: the branches do not exclude each other; use anyOf, or a discriminator with a constant in each branch',
  ],
  [
    'a member without a name',
    `Message: { oneOf: [{ $ref: '#/components/schemas/Play' }, ${pause.slice('Pause: '.length)}], discriminator: { propertyName: type } }\n${play}`,
    '/Message/oneOf/1: a member of a discriminated union needs a name of its own',
  ],
  [
    'a mapping without a member',
    `Message: { ${branches}, discriminator: { propertyName: type, mapping: { play: '#/components/schemas/Play' } } }\n${play}\n${pause}`,
    '/Message/discriminator/mapping: does not map "pause", the constant of Pause',
  ],
  [
    'a mapping to another member',
    `Message: { ${branches}, discriminator: { propertyName: type, mapping: { play: '#/components/schemas/Pause', pause: '#/components/schemas/Pause' } } }\n${play}\n${pause}`,
    '/Message/discriminator/mapping/play: "play" is the constant of Play',
  ],
  [
    'a mapping of an unknown constant',
    `Message: { ${branches}, discriminator: { propertyName: type, mapping: { play: '#/components/schemas/Play', pause: '#/components/schemas/Pause', seek: '#/components/schemas/Play' } } }\n${play}\n${pause}`,
    '/Message/discriminator/mapping/seek: no branch has the constant "seek"',
  ],
  [
    'a discriminated union inside another schema',
    `Envelope: { type: object, properties: { message: { ${branches}, discriminator: { propertyName: type } } } }\n${play}\n${pause}`,
    '/Envelope/properties/message: a discriminated union needs a name of its own',
  ],
  [
    'a discriminator beside anyOf',
    `Message: { ${branches.replace('oneOf', 'anyOf')}, discriminator: { propertyName: type } }\n${play}\n${pause}`,
    '/Message/discriminator: the keyword "discriminator" is not understood in a union by anyOf',
  ],
];

for (const [name, yaml, message] of rejected) {
  t.test(`rejects ${name}`, async (t) => {
    t.equal(await rejection(() => schemas(yaml)), `test.yaml#/components/schemas${message}`);
  });
}

t.test('generates a union and a registry for a discriminated union', async (t) => {
  const mapping = "mapping: { play: '#/components/schemas/Play', pause: '#/components/schemas/Pause' }";
  const text = await schemas(
    `Message: { ${branches}, discriminator: { propertyName: type, ${mapping} } }\n${play}\n${pause}`,
  );
  t.equal(
    text,
    `export const Play = Type.Object({ type: Type.Literal('play') });
export type Play = Static<typeof Play>;

export const Pause = Type.Object({ type: Type.Literal('pause') });
export type Pause = Static<typeof Pause>;

export const Message = Type.Union([Play, Pause]);
export type Message = Static<typeof Message>;

/** The members of Message by discriminator: look up the member first, then validate against it alone. */
export const MessageByType = { play: Play, pause: Pause } as const;
`,
  );
});
