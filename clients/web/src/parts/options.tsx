import '../style/options.css';

interface Props {
  legend: string;
  /** In the form. */
  name: string;
  /** What each value is called, and what it means. */
  options: Readonly<Record<string, readonly [string, string]>>;
  value?: string;
  /** An option that changes nothing, and is taken at first. */
  kept?: string;
}

/** A choice of one, with a sentence for each. */
export function Options({ legend, name, options, value, kept }: Props) {
  return (
    <fieldset class="options">
      <legend class="field-label">{legend}</legend>
      {kept !== undefined && <Option name={name} value="" title={kept} text="Nothing changes" isChosen />}
      {Object.entries(options).map(([key, [title, text]]) => (
        <Option key={key} name={name} value={key} title={title} text={text} isChosen={key === value} />
      ))}
    </fieldset>
  );
}

interface OptionProps {
  name: string;
  value: string;
  title: string;
  text: string;
  isChosen: boolean;
}

function Option({ name, value, title, text, isChosen }: OptionProps) {
  return (
    <label class="option">
      <input type="radio" name={name} value={value} defaultChecked={isChosen} />
      <span>
        <strong>{title}</strong>
        <span class="muted">{text}</span>
      </span>
    </label>
  );
}
