import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';
import downbeat from './tools/eslint-rules.js';

// Files that are read in one go, functions that fit a screen.
const caps = {
  'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
  complexity: ['error', 12],
  'max-params': ['error', 5],
  'max-depth': ['error', 3],
};

// Hosts' clocks differ, and operators set them: leases go by the clock of the database, limits and verdicts by
// `performance.now()`. The files in which the wall clock is right:
const wallClockFiles = [
  // The services' clock for the ends of logins, codes and signed URLs, which tokens and URLs carry as times of day.
  'services/auth/src/app.ts',
  'services/auth/src/cli/run-with-stores.ts',
  'services/music/src/app.ts',
  'services/music/src/streaming/signed-urls.ts',
  'services/shared/src/http/recent-principals.ts',
  'services/shared/src/revocation.ts',
  // They tell a client when its ticket ends, which itself ends in Redis; and a request to join is a date for people.
  'services/music/src/listening/sessions/{joins,management,sessions}.ts',
  // The end of a guest is that of its access token.
  'services/music/src/listening/{sessions/guests,socket/heartbeat-monitor,store/guest-repository}.ts',
  // The times of files are times of day.
  'services/music/src/storage/upload-staging.ts',
  // Dates for people, and for indexes that delete after days.
  'services/auth/src/accounts/repository.ts',
  'services/auth/src/audit.ts',
  'services/music/src/listening/room/room-state-loader.ts',
  'services/music/src/listening/sessions/{chat,new-session,suggestions}.ts',
  'services/music/src/listening/store/{session-repository,snapshot-writer,suggestion-repository}.ts',
  'services/music/src/playlists/{repository,sharing-repository}.ts',
  'services/music/src/tracks/{repository,track-record}.ts',
  'services/notification/src/mails/compose.ts',
  'services/shared/src/messaging/{events,processed-events,publisher,retry-or-park}.ts',
];
const wallClock =
  'Use the clock of the database ($$NOW) or performance.now(); where a time of day is right, name the file here.';

export default tseslint.config(
  { ignores: ['**/generated/**', '**/dist/**', '**/node_modules/**', '.data/**', '**/.tap/**'] },
  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', 'tools/*.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { downbeat },
    rules: {
      ...caps,
      'downbeat/plain-words': 'error',
      'downbeat/no-re-export-file': 'error',
      'no-duplicate-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // A TypeBox schema and its type have the same name, as in TypeBox's own documentation.
      '@typescript-eslint/no-redeclare': 'off',
    },
  },
  {
    files: ['services/*/src/**'],
    ignores: wallClockFiles,
    rules: {
      'no-restricted-properties': ['error', { object: 'Date', property: 'now', message: wallClock }],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: wallClock },
      ],
    },
  },
  {
    files: ['**/test/**', 'acceptance/**'],
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // tap queues subtests by itself and reports how they end.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafePromises: [
            { from: 'package', package: '@tapjs/core', name: 'PromiseWithSubtest' },
          ],
        },
      ],
    },
  },
  { files: ['**/*.js'], ...tseslint.configs.disableTypeChecked },
);
