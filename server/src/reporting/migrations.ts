import type { Migration } from '../platform/database/migrate.ts'

export const reportingMigrations: readonly Migration[] = [
  {
    name: 'reporting 1 quotes and texts',
    sql: `
      create table report (
        study_id uuid primary key references study_key on delete cascade,
        title text not null default '' check (length(title) <= 300),
        introduction text not null default '',
        shows_site boolean not null default true,
        shows_year boolean not null default true
      );
      alter table report enable row level security;
      create policy report_read on report for select using (study_id = current_study() and may('read transcripts'));
      create policy report_change on report for all using (study_id = current_study() and may('change the report'))
        with check (study_id = current_study() and may('change the report'));

      create table report_section (
        study_id uuid not null references study_key on delete cascade,
        theme_id uuid not null,
        text text not null check (text <> ''),
        primary key (study_id, theme_id),
        constraint report_section_theme foreign key (study_id, theme_id) references theme (study_id, id) deferrable
      );
      comment on table report_section is 'What the report says of a theme; no row while it says nothing.';
      alter table report_section enable row level security;
      create policy report_section_read on report_section for select
        using (study_id = current_study() and may('read transcripts'));
      create policy report_section_change on report_section for all
        using (study_id = current_study() and may('change the report'))
        with check (study_id = current_study() and may('change the report'));

      create table report_quote (
        study_id uuid not null references study_key on delete cascade,
        id uuid not null,
        theme_id uuid not null,
        coding_id uuid not null,
        position double precision not null,
        edits jsonb not null default '[]',
        words_hash text not null,
        chosen_by text not null references person(id),
        chosen_at timestamptz not null default now(),
        primary key (study_id, id),
        constraint report_quote_once unique (study_id, theme_id, coding_id),
        constraint report_quote_theme foreign key (study_id, theme_id) references theme (study_id, id) deferrable,
        constraint report_quote_coding foreign key (study_id, coding_id) references coding (study_id, id) deferrable
      );
      comment on table report_quote is 'A coding chosen for the report. Its words are never stored here: they are the source''s, but for marked omissions and insertions.';
      comment on column report_quote.edits is 'Offsets in UTF-16 units within the quote''s own words, zero-based, end exclusive.';
      comment on column report_quote.words_hash is 'SHA-256 of the words that the edits were made on: after a correction of the transcript they must be looked at again.';
      create index report_quote_by_coding on report_quote (study_id, coding_id);
      alter table report_quote enable row level security;
      create policy report_quote_read on report_quote for select using (study_id = current_study() and may('read transcripts'));
      create policy report_quote_change on report_quote for all using (study_id = current_study() and may('change the report'))
        with check (study_id = current_study() and may('change the report'));

      create function are_quote_edits(edits jsonb, longest integer) returns boolean language plpgsql immutable as $$
        declare
          edit jsonb;
          first numeric;
          last numeric;
        begin
          if jsonb_typeof(edits) <> 'array' then return false; end if;
          for edit in select jsonb_array_elements(edits) loop
            if edit->>'kind' = 'omit' then
              if jsonb_typeof(edit->'from') is distinct from 'number' or jsonb_typeof(edit->'to') is distinct from 'number' then
                return false;
              end if;
              first := (edit->>'from')::numeric;
              last := (edit->>'to')::numeric;
              if not (first < last) then return false; end if;
            elsif edit->>'kind' = 'insert' then
              if jsonb_typeof(edit->'at') is distinct from 'number' or jsonb_typeof(edit->'text') is distinct from 'string'
                 or edit->>'text' !~ '\\S' or edit->>'text' ~ '[\\[\\]]' then
                return false;
              end if;
              first := (edit->>'at')::numeric;
              last := first;
            else
              return false;
            end if;
            if first < 0 or last > longest or first <> trunc(first) or last <> trunc(last) then return false; end if;
          end loop;
          return true;
        end $$;
      comment on function are_quote_edits is 'The last line of defence: kinds and ranges. What only the words can tell is checked by checkQuoteEdits.';

      create function refuse_quote_without_consent() returns trigger language plpgsql security definer set search_path = public as $$
        declare
          its_participant uuid;
          its_consent text;
          its_length integer;
        begin
          select transcript.participant_id, coding.ends - coding.starts into its_participant, its_length
            from coding join transcript on transcript.study_id = coding.study_id and transcript.id = coding.transcript_id
            where coding.study_id = new.study_id and coding.id = new.coding_id;
          -- Without a coding the foreign key refuses.
          if not found then return new; end if;
          if its_participant is null then
            raise exception 'This transcript belongs to no participant, so nobody consented to be quoted. Say whose it is first.'
              using errcode = 'TL004';
          end if;
          select quote_consent into its_consent from participant
            where study_id = new.study_id and id = its_participant for share;
          if its_consent = 'no' then
            raise exception 'This participant does not want to be quoted.' using errcode = 'TL004';
          elsif its_consent is distinct from 'yes' then
            raise exception 'It is not recorded whether this participant consents to be quoted. Record it first.' using errcode = 'TL004';
          end if;
          if not are_quote_edits(new.edits, its_length) then
            raise exception 'An omission or insertion lies outside the quote. Reload it and try again.' using errcode = 'TL003';
          end if;
          return new;
        end $$;
      create trigger report_quote_with_consent_only
        before insert or update of study_id, coding_id, edits on report_quote
        for each row execute function refuse_quote_without_consent();
    `,
  },
]
