import type { Migration } from '../database/migrate.ts'

export const filesMigrations: readonly Migration[] = [
  {
    name: 'files 1 files',
    sql: `
      create table file (
        study_id uuid not null references study_key on delete cascade,
        id uuid not null,
        subject uuid not null,
        kind text not null,
        blob text not null check (blob ~ '^[0-9a-f]{64}$'),
        bytes bigint not null,
        media_type text not null,
        keyed_hash text not null,
        sealed_key bytea not null,
        sealed_name bytea not null,
        at timestamptz not null default now(),
        primary key (study_id, id)
      );
      comment on table file is 'Encrypted files. blob is the SHA-256 of the ciphertext and its address in the blob store; bytes is the length of the plain content.';
      create index file_by_blob on file (blob);
      create index file_by_hash on file (study_id, keyed_hash);
      create index file_by_subject on file (study_id, subject);
      alter table file enable row level security;
      create policy file_of_this_study on file
        using (study_id = current_study()) with check (study_id = current_study());

      create function blobs_named(blobs text[]) returns setof text language sql stable
        security definer set search_path = public
        as $$ select distinct blob from file where blob = any(blobs) $$;
      comment on function blobs_named is 'Which of these blobs any study names: for the sweep, which sees no rows.';
    `,
  },
]
