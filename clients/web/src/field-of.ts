/** What was typed into a field of a form; nothing where there is none of that name. */
export function fieldOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
