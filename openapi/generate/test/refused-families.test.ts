import t from 'tap';
import { refusal, schemas } from './fixture.ts';

const play = 'Play: { type: object, required: [type], properties: { type: { type: string, const: play } } }';
const pause =
  'Pause: { type: object, required: [type], properties: { type: { type: string, const: pause } } }';
const branches = "oneOf: [{ $ref: '#/components/schemas/Play' }, { $ref: '#/components/schemas/Pause' }]";

const refused: [string, string, string][] = [
  [
    'a member without the constant',
    `Message: { ${branches}, discriminator: { propertyName: kind } }\n${play}\n${pause}`,
    '/Message/oneOf/0: has no constant "kind", by which the branches are told apart',
  ],
  [
    'a member that may leave the constant out',
    `Message: { ${branches}, discriminator: { propertyName: type } }\n${play}\n${pause.replace('required: [type], ', '')}`,
    '/Message/oneOf/1: does not require "type", by which the branches are told apart',
  ],
  [
    'two members with the same constant',
    `Message: { ${branches}, discriminator: { propertyName: type } }\n${play}\n${pause.replace('const: pause', 'const: play')}`,
    '/Message/oneOf: the branches do not exclude each other; use anyOf, or a discriminator with a constant in each branch',
  ],
  [
    'a member without a name',
    `Message: { oneOf: [{ $ref: '#/components/schemas/Play' }, ${pause.slice('Pause: '.length)}], discriminator: { propertyName: type } }\n${play}`,
    '/Message/oneOf/1: a member of a message family needs a name of its own',
  ],
  [
    'a mapping that leaves a member out',
    `Message: { ${branches}, discriminator: { propertyName: type, mapping: { play: '#/components/schemas/Play' } } }\n${play}\n${pause}`,
    '/Message/discriminator/mapping: does not map "pause", the constant of Pause',
  ],
  [
    'a mapping to another member',
    `Message: { ${branches}, discriminator: { propertyName: type, mapping: { play: '#/components/schemas/Pause', pause: '#/components/schemas/Pause' } } }\n${play}\n${pause}`,
    '/Message/discriminator/mapping/play: "play" is the constant of Play',
  ],
  [
    'a mapping to nothing',
    `Message: { ${branches}, discriminator: { propertyName: type, mapping: { play: '#/components/schemas/Play', pause: '#/components/schemas/Pause', seek: '#/components/schemas/Play' } } }\n${play}\n${pause}`,
    '/Message/discriminator/mapping/seek: no branch has the constant "seek"',
  ],
  [
    'a family inside another schema',
    `Envelope: { type: object, properties: { message: { ${branches}, discriminator: { propertyName: type } } } }\n${play}\n${pause}`,
    '/Envelope/properties/message: a message family needs a name of its own',
  ],
  [
    'a discriminator beside anyOf',
    `Message: { ${branches.replace('oneOf', 'anyOf')}, discriminator: { propertyName: type } }\n${play}\n${pause}`,
    '/Message/discriminator: the keyword "discriminator" is not understood in a union by anyOf',
  ],
];

for (const [name, yaml, message] of refused) {
  t.test(`refuses ${name}`, async (t) => {
    t.equal(
      refusal(() => schemas(yaml)),
      `test.yaml#/components/schemas${message}`,
    );
  });
}

t.test('a family becomes a union and a registry by its constants', async (t) => {
  const mapping = "mapping: { play: '#/components/schemas/Play', pause: '#/components/schemas/Pause' }";
  const text = schemas(
    `Message: { ${branches}, discriminator: { propertyName: type, ${mapping} } }\n${play}\n${pause}`,
  );
  t.equal(
    text,
    `export const Play = Type.Object({
  type: Type.Literal('play'),
});
export type Play = Static<typeof Play>;

export const Pause = Type.Object({
  type: Type.Literal('pause'),
});
export type Pause = Static<typeof Pause>;

export const Message = Type.Union([Play, Pause]);
export type Message = Static<typeof Message>;

/** The members of Message, by what tells them apart: look up first, then validate against that one. */
export const MessageByType = {
  play: Play,
  pause: Pause,
} as const;
`,
  );
});
