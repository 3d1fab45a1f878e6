import type { Migration } from '../platform/database/migrate.ts'

export const transcriptMigrations: readonly Migration[] = [
  {
    name: 'transcripts 1 transcripts, speakers and turns',
    sql: `
      create table transcript (
        study_id uuid not null references study_key on delete cascade,
        id uuid not null,
        participant_id uuid,
        title text not null check (length(title) between 1 and 300),
        stage text not null check (stage in ('raw', 'checked', 'pseudonymised', 'released')),
        format text not null,
        encoding text not null,
        original_file uuid,
        original_hash text not null,
        declared text not null check (declared in ('pseudonymised', 'raw')),
        imported_by text not null references person(id),
        imported_at timestamptz not null default now(),
        released_by text references person(id),
        released_at timestamptz,
        words integer not null default 0,
        length integer not null default 0,
        revision integer not null default 0,
        warnings jsonb not null default '[]',
        position integer not null default 0,
        primary key (study_id, id),
        constraint transcript_participant foreign key (study_id, participant_id)
          references participant (study_id, id) deferrable,
        check ((stage = 'released') = (released_at is not null))
      );
      comment on column transcript.original_hash is 'The keyed hash of the original file, to notice the same file twice.';
      comment on column transcript.length is 'UTF-16 code units.';
      create index transcript_by_hash on transcript (study_id, original_hash);
      create index transcript_by_participant on transcript (study_id, participant_id);
      alter table transcript enable row level security;
      create policy transcript_read on transcript for select using (study_id = current_study() and (select may('read transcripts')));
      create policy transcript_change on transcript for all
        using (study_id = current_study() and (select may('import transcripts')))
        with check (study_id = current_study() and may('import transcripts'));

      create table transcript_text (
        study_id uuid not null,
        transcript_id uuid not null,
        text text,
        sealed bytea,
        primary key (study_id, transcript_id),
        foreign key (study_id, transcript_id) references transcript (study_id, id) on delete cascade,
        check ((text is null) <> (sealed is null))
      );
      comment on table transcript_text is 'text: in clear, once released. sealed: encrypted under the key of the participant (or of the transcript) until then.';
      alter table transcript_text enable row level security;
      create policy transcript_text_read on transcript_text for select using (study_id = current_study() and may('read transcripts')
        and (text is not null or (may('read raw transcripts of other sites') and not exists (
          select from transcript t join participant p on p.study_id = t.study_id and p.id = t.participant_id
          where t.study_id = transcript_text.study_id and t.id = transcript_text.transcript_id and p.site_id = current_site()))));
      comment on policy transcript_text_read on transcript_text is 'What is not pseudonymised yet is read only by members of other sites than the participant''s (R50).';
      create policy transcript_text_change on transcript_text for all
        using (study_id = current_study() and may('import transcripts'))
        with check (study_id = current_study() and may('import transcripts'));

      create function refuse_clear_text_before_release() returns trigger language plpgsql as $$
        begin
          if new.text is not null and not exists (select from transcript
              where study_id = new.study_id and id = new.transcript_id and stage = 'released') then
            raise exception 'Only a released transcript is kept in clear.' using errcode = 'TL002';
          end if;
          return new;
        end $$;
      create trigger transcript_text_in_clear before insert or update on transcript_text
        for each row execute function refuse_clear_text_before_release();

      create table upload (
        study_id uuid not null references study_key on delete cascade,
        id uuid not null,
        file_id uuid not null,
        sent_by text not null references person(id),
        sent_at timestamptz not null default now(),
        primary key (study_id, id),
        constraint upload_file foreign key (study_id, file_id) references file (study_id, id) on delete cascade
      );
      comment on table upload is 'Files that were sent for a preview; imported or forgotten within a day.';
      alter table upload enable row level security;
      create policy upload_own on upload for all
        using (study_id = current_study() and may('import transcripts') and sent_by = current_account())
        with check (study_id = current_study() and may('import transcripts') and sent_by = current_account());
      create function forget_old_uploads() returns integer language sql security definer set search_path = public as $$
        with old as (delete from file using upload where upload.study_id = file.study_id and upload.file_id = file.id
          and upload.sent_at < now() - interval '1 day' returning 1) select count(*)::int from old $$;

      create table speaker (
        study_id uuid not null,
        transcript_id uuid not null,
        label text not null,
        role text not null check (role in ('interviewer', 'participant', 'unknown')),
        primary key (study_id, transcript_id, label),
        foreign key (study_id, transcript_id) references transcript (study_id, id) on delete cascade
      );
      create table turn (
        study_id uuid not null,
        transcript_id uuid not null,
        number integer not null,
        starts integer not null check (starts >= 0),
        ends integer not null check (ends >= starts),
        label_starts integer,
        label_ends integer,
        speaker text,
        starts_at integer,
        ends_at integer,
        primary key (study_id, transcript_id, number),
        foreign key (study_id, transcript_id) references transcript (study_id, id) on delete cascade
      );
      comment on table turn is 'Ranges of the words of a turn, without its label, in UTF-16 code units, zero-based, end exclusive; times in milliseconds.';
      alter table speaker enable row level security;
      create policy speaker_read on speaker for select using (study_id = current_study() and (select may('read transcripts')));
      create policy speaker_change on speaker for all using (study_id = current_study() and (select may('import transcripts')))
        with check (study_id = current_study() and may('import transcripts'));
      alter table turn enable row level security;
      create policy turn_read on turn for select using (study_id = current_study() and (select may('read transcripts')));
      create policy turn_change on turn for all using (study_id = current_study() and (select may('import transcripts')))
        with check (study_id = current_study() and may('import transcripts'));
    `,
  },
  {
    name: 'transcripts 2 sealed words are read from other sites only',
    sql: `
      create function may_read_sealed(study uuid, transcript uuid) returns boolean language sql stable
        security definer set search_path = public
        as $$ select may('read raw transcripts of other sites') and not exists (
          select from transcript t join participant p on p.study_id = t.study_id and p.id = t.participant_id
          where t.study_id = study and t.id = transcript and p.site_id = current_site()) $$;
      comment on function may_read_sealed is 'What is not pseudonymised yet is read only by members of other sites than the participant''s (R50).';

      drop policy transcript_text_read on transcript_text;
      create policy transcript_text_read on transcript_text for select using (study_id = current_study()
        and (select may('read transcripts')) and (text is not null or may_read_sealed(study_id, transcript_id)));
      -- A policy for all would let those who import read as well.
      drop policy transcript_text_change on transcript_text;
      create policy transcript_text_add on transcript_text for insert
        with check (study_id = current_study() and may('import transcripts'));
      create policy transcript_text_change on transcript_text for update
        using (study_id = current_study() and may('import transcripts')
          and (text is not null or may_read_sealed(study_id, transcript_id)))
        with check (study_id = current_study() and may('import transcripts'));
      create policy transcript_text_remove on transcript_text for delete
        using (study_id = current_study() and may('import transcripts'));

      create index transcript_by_original on transcript (study_id, original_file);
      comment on column transcript.original_file is 'Several transcripts may come from one file, such as a table of interviews.';
    `,
  },
  {
    name: 'transcripts 3 several originals of one transcript',
    sql: `
      create table further_original (
        study_id uuid not null,
        transcript_id uuid not null,
        number integer not null check (number > 0),
        file_id uuid not null,
        hash text not null,
        primary key (study_id, transcript_id, number),
        foreign key (study_id, transcript_id) references transcript (study_id, id) on delete cascade
      );
      comment on table further_original is 'The files of one session, a speaker each, that were joined into this transcript, beside its original_file.';
      comment on column further_original.hash is 'As transcript.original_hash.';
      create index further_original_by_hash on further_original (study_id, hash);
      create index further_original_by_file on further_original (study_id, file_id);
      alter table further_original enable row level security;
      create policy further_original_read on further_original for select
        using (study_id = current_study() and (select may('read transcripts')));
      create policy further_original_change on further_original for all
        using (study_id = current_study() and (select may('import transcripts')))
        with check (study_id = current_study() and may('import transcripts'));
    `,
  },
  {
    name: 'transcripts 4 comments and footnotes of the source',
    sql: `
      create table source_note (
        study_id uuid not null,
        transcript_id uuid not null,
        number integer not null,
        kind text not null check (kind in ('comment', 'footnote', 'endnote')),
        starts integer not null check (starts >= 0),
        ends integer not null check (ends >= starts),
        text text not null,
        primary key (study_id, transcript_id, number),
        foreign key (study_id, transcript_id) references transcript (study_id, id) on delete cascade
      );
      comment on table source_note is 'What somebody wrote beside the text, in the file it came from: ranges in UTF-16 code units, zero-based, end exclusive; of footnotes and endnotes an empty one. Who wrote it is not kept.';
      create trigger source_note_in_clear before insert or update on source_note
        for each row execute function refuse_clear_text_before_release();
      alter table source_note enable row level security;
      create policy source_note_read on source_note for select
        using (study_id = current_study() and (select may('read transcripts')));
      create policy source_note_change on source_note for all
        using (study_id = current_study() and (select may('import transcripts')))
        with check (study_id = current_study() and may('import transcripts'));
    `,
  },
]
