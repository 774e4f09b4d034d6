import type { MarkdownRenderer } from 'vitepress';

type Token = ReturnType<MarkdownRenderer['parse']>[number];

/**
 * Shows links that leave docs/ as text, with the path as their title: their files are in the repository and not on the site.
 * All other links go through VitePress' check for dead links.
 */
export function repositoryPaths(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('repository-paths', ({ tokens }) => {
    for (const { children } of tokens) replaceLinks(children ?? []);
  });
}

function replaceLinks(tokens: readonly Token[]): void {
  let isReplaced = false;
  for (const token of tokens) {
    if (token.type === 'link_open') {
      const path = /^(?:\.\.\/)+(.+)$/.exec(token.attrGet('href') ?? '')?.[1];
      isReplaced = path !== undefined;
      if (isReplaced) token.attrs = [['title', `${path ?? ''}, in the repository`]];
    }
    // Not a link for the renderer either, which checks the targets of links.
    if (isReplaced && token.type.startsWith('link_'))
      Object.assign(token, { type: 'text_span', tag: 'span' });
  }
}
