import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';

/** A question that must be answered before something goes on. */
export interface Question {
  title: string;
  /** Or controls that answer it. */
  text: ComponentChildren;
  /** The name of the button that says yes. */
  yes: string;
  /** Whether yes deletes or ends something. */
  isFinal?: boolean;
  /** Whether there is nothing to cancel. */
  isOnly?: boolean;
}

interface Asked extends Question {
  answer: (yes: boolean) => void;
}

/** The question that is shown; null without one. */
export const asked = signal<Asked | null>(null);

/** Asks, and resolves to whether the user said yes. */
export function ask(question: Question): Promise<boolean> {
  asked.value?.answer(false);
  return new Promise((resolve) => {
    const answer = (yes: boolean): void => {
      asked.value = null;
      resolve(yes);
    };
    asked.value = { ...question, answer };
  });
}
