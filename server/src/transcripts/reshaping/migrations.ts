import type { Migration } from '../../platform/database/migrate.ts'

export const reshapingMigrations: readonly Migration[] = [
  {
    name: 'transcripts 5 what transcripts were before they were merged, split or replaced',
    sql: `
      create table former_transcript (
        study_id uuid not null references study_key on delete cascade,
        id uuid not null,
        transcript_id uuid not null,
        why text not null check (why in ('merged', 'split', 'replaced')),
        became uuid[] not null check (cardinality(became) > 0),
        participant_id uuid,
        stage text not null,
        about jsonb not null,
        originals uuid[] not null,
        sealed bytea not null,
        by text not null references person(id),
        at timestamptz not null default now(),
        primary key (study_id, id)
      );
      comment on table former_transcript is 'Kept so that the step can be undone, until what it became is removed. Its words are sealed under a key of its own, for several people may speak in it: the erasure of any of them destroys it.';
      comment on column former_transcript.about is 'Its row in transcript, and its further originals, as they stood.';
      create index former_transcript_became on former_transcript using gin (became);
      alter table former_transcript enable row level security;

      create function may_read_sealed_of(study uuid, participant uuid) returns boolean language sql stable
        security definer set search_path = public
        as $$ select may('read raw transcripts of other sites') and not exists (
          select from participant p where p.study_id = study and p.id = participant and p.site_id = current_site()) $$;
      create policy former_transcript_read on former_transcript for select using (study_id = current_study()
        and (select may('import transcripts')) and (stage = 'released' or may_read_sealed_of(study_id, participant_id)));
      create policy former_transcript_add on former_transcript for insert
        with check (study_id = current_study() and may('import transcripts') and by = current_account());
      create policy former_transcript_remove on former_transcript for delete
        using (study_id = current_study() and may('import transcripts'));

      create function take_former_of_erased(whose uuid) returns table (id uuid, originals uuid[]) language sql
        security definer set search_path = public
        as $$
          with recursive erased as (
            select subject from vault.subject_key where study_id = current_study() and subject = whose
              and kind = 'raw transcript' and wrapped is null),
          theirs(id) as (
            select t.id from transcript t join erased on erased.subject = t.participant_id
              where t.study_id = current_study()
            union select f.transcript_id from former_transcript f join theirs on theirs.id = any(f.became)
              where f.study_id = current_study())
          delete from former_transcript f where f.study_id = current_study()
            and (f.participant_id in (select subject from erased) or exists (select from theirs where theirs.id = any(f.became)))
          returning f.id, f.originals $$;
      comment on function take_former_of_erased is 'Only of whom the key is destroyed already; whoever erases need not be allowed to read what goes.';
    `,
  },
]
