import type { Migration } from '../../platform/database/migrate.ts'

export const sectionMigrations: readonly Migration[] = [
  {
    name: 'transcripts 3 sections and questions',
    sql: `
      create table question (
        study_id uuid not null references study_key on delete cascade,
        number integer not null check (number between 1 and 999),
        wording text not null check (length(wording) <= 1000),
        by text not null references person(id),
        at timestamptz not null default now(),
        primary key (study_id, number)
      );
      comment on table question is 'The questions that the study asks, under the numbers of its guide.';
      alter table question enable row level security;
      create policy question_read on question for select using (study_id = current_study() and (select may('read transcripts')));
      create policy question_change on question for all using (study_id = current_study() and (select may('import transcripts')))
        with check (study_id = current_study() and may('import transcripts'));

      create table section (
        study_id uuid not null,
        transcript_id uuid not null,
        id uuid not null,
        kind text not null check (kind in ('section', 'question')),
        question integer,
        name text not null check (length(name) <= 300),
        starts integer not null check (starts >= 0),
        ends integer not null check (ends > starts),
        by text not null references person(id),
        at timestamptz not null default now(),
        primary key (study_id, id),
        foreign key (study_id, transcript_id) references transcript (study_id, id) on delete cascade,
        check ((kind = 'question') = (question is not null)),
        check (kind = 'question' or name <> '')
      );
      comment on table section is 'Marks: here a section begins, or a question is asked. UTF-16 code units of the transcript''s text, zero-based, end exclusive.';
      create unique index section_once on section (study_id, transcript_id, kind, starts);
      create index section_by_question on section (study_id, question) where question is not null;
      alter table section enable row level security;
      create policy section_read on section for select using (study_id = current_study() and (select may('read transcripts')));
      create policy section_change on section for all using (study_id = current_study() and (select may('import transcripts')))
        with check (study_id = current_study() and may('import transcripts'));

      create function refuse_section_of_unreleased() returns trigger language plpgsql security definer set search_path = public as $$
        declare
          its_stage text;
          its_length integer;
        begin
          select stage, length into its_stage, its_length from transcript
            where study_id = new.study_id and id = new.transcript_id for share;
          -- Without a transcript the foreign key refuses.
          if not found then return new; end if;
          if its_stage <> 'released' then
            raise exception 'Only a released transcript has sections and questions: their names stand in clear.' using errcode = 'TL002';
          end if;
          if new.ends > its_length then
            raise exception 'This place lies outside the transcript''s text. Reload it and try again.' using errcode = 'TL003';
          end if;
          return new;
        end $$;
      create trigger section_of_released_only before insert or update of transcript_id, starts, ends on section
        for each row execute function refuse_section_of_unreleased();

      create view section_reach with (security_invoker = true) as
        select s.study_id, s.transcript_id, s.id, s.kind, s.question, s.name, s.starts, s.ends, s.by, s.at,
          coalesce(lead(s.starts) over (partition by s.study_id, s.transcript_id, s.kind order by s.starts), t.length) as reaches
        from section s join transcript t on t.study_id = s.study_id and t.id = s.transcript_id;
      comment on view section_reach is 'A mark reaches to the next of its kind, or to the end of the text.';
    `,
  },
]
