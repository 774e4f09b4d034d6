/** Say something to people and nothing to a validator. */
export const annotations = ['title', 'description', 'examples', 'deprecated', '$comment'] as const;

const number = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'format',
] as const;

/** What may stand in a schema of each type, beside `type`, `default` and the annotations. */
export const constraints = {
  string: ['minLength', 'maxLength', 'pattern', 'format'],
  integer: number,
  number,
  boolean: [],
  null: [],
  array: ['items', 'minItems', 'maxItems', 'uniqueItems'],
  object: ['properties', 'required', 'additionalProperties', 'minProperties', 'maxProperties'],
} as const satisfies Record<string, readonly string[]>;

export type TypeName = keyof typeof constraints;

export function isTypeName(name: string): name is TypeName {
  return name in constraints;
}

/** The formats that ajv-formats checks, by the type of the value. An unknown one would be no check at all. */
export const formats: Partial<Record<TypeName, readonly string[]>> = {
  string: [
    ...['date', 'time', 'date-time', 'duration', 'uri', 'uri-reference', 'uri-template', 'email', 'hostname'],
    ...['ipv4', 'ipv6', 'regex', 'uuid', 'json-pointer', 'relative-json-pointer', 'byte', 'password'],
  ],
  integer: ['int32', 'int64'],
  number: ['float', 'double'],
};
