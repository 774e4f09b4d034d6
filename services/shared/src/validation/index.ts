export { compile, type Validator } from './compile.ts';
export { fieldErrors } from './field-errors.ts';
export { refuseOddNumbers } from './odd-numbers.ts';
