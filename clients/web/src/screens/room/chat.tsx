import type { RoomState } from '@downbeat/sdk';
import type { ChatMessage, RoomChat } from '@downbeat/sdk/listening';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { clockText, fieldOf } from '../../format.ts';
import { holders, isAlone } from '../../permissions.ts';
import { Face } from '../../parts/people.tsx';
import { Field } from '../../parts/field.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { user } from '../../state/account.ts';
import { attempt, createAction } from '../../state/notice.ts';
import { can, opened } from '../../state/room.ts';
import { ReactionBar } from './reactions.tsx';
import { isWide } from './invite-panel.tsx';
import '../../style/chat.css';

const MAX_CHARACTERS = 500;
/** So near its end, the log follows new messages. */
const FOLLOW_PX = 80;

const posting = createAction();

/** What the members write to one another, and how they react. Not for a user who is alone. */
export function Chat({ state }: { state: RoomState }) {
  const chat = opened.value?.room.chat;
  if (chat === undefined || state.settings === null) return null;
  if (isAlone(state) && state.chat.length === 0) return null;
  return (
    <details class="chat" open={isWide.value}>
      <summary>
        <h2>Chat</h2>
        {state.chat.length > 0 && <span class="muted">{state.chat.length}</span>}
      </summary>
      <Log chat={chat} messages={state.chat} />
      {can('chat') ? (
        <>
          <ReactionBar chat={chat} />
          <Writing chat={chat} />
        </>
      ) : (
        <p class="muted">Only {holders[state.settings.permissions.chat]} may write here.</p>
      )}
    </details>
  );
}

function Log({ chat, messages }: { chat: RoomChat; messages: readonly ChatMessage[] }) {
  const log = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  useEffect(() => attempt(() => chat.loadEarlier()), [chat]);
  const newest = messages.at(-1)?.id;
  useLayoutEffect(() => {
    if (follows.current) log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [newest]);
  const onScroll = ({ currentTarget }: { currentTarget: HTMLElement }): void => {
    const { scrollTop, scrollHeight, clientHeight } = currentTarget;
    follows.current = scrollHeight - scrollTop - clientHeight < FOLLOW_PX;
  };
  return (
    <div ref={log} class="chat-log" role="log" aria-label="Messages" tabIndex={0} onScroll={onScroll}>
      {messages.length === 0 && <p class="muted">Nothing was written yet.</p>}
      {messages.length > 0 && chat.hasEarlier && (
        <button type="button" class="button" onClick={() => attempt(() => chat.loadEarlier())}>
          Earlier messages
        </button>
      )}
      <ul>
        {messages.map((message) => (
          <Message key={message.id} chat={chat} message={message} />
        ))}
      </ul>
    </div>
  );
}

function Message({ chat, message }: { chat: RoomChat; message: ChatMessage }) {
  const { id, userId, displayName, isGuest, text, at } = message;
  const mayDelete = userId === user.value?.id || can('manage');
  return (
    <li class="chat-message">
      <Face id={userId} name={displayName} />
      <span class="row-text">
        <span class="muted">
          <strong>{displayName}</strong>
          {isGuest === true && ', a guest,'}
          {at !== null && ` at ${clockText(at.positionMs)} of ${at.title}`}
        </span>
        <span class="chat-text">{text}</span>
      </span>
      {mayDelete && (
        <IconButton
          icon="trash"
          label={`Delete the message of ${displayName}: ${text}`}
          onClick={() => attempt(() => chat.delete(id))}
        />
      )}
    </li>
  );
}

function Writing({ chat }: { chat: RoomChat }) {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const text = fieldOf(new FormData(form), 'text').trim();
    if (text === '') return;
    posting.run(async () => {
      await chat.post(text);
      form.reset();
    });
  };
  return (
    <form class="form-line" onSubmit={submit}>
      <Field
        label="Message"
        name="text"
        required
        maxLength={MAX_CHARACTERS}
        autocomplete="off"
        enterkeyhint="send"
      />
      <button type="submit" class="button" aria-disabled={posting.busy.value}>
        Send
      </button>
    </form>
  );
}
