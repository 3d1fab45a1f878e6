import type { Migration } from '../platform/database/migrate.ts'

export const codingMigrations: readonly Migration[] = [
  {
    name: 'coding 1 codes and codings',
    sql: `
      create table code (
        study_id uuid not null references study_key on delete cascade,
        id uuid not null,
        parent_id uuid,
        position double precision not null,
        name text not null check (length(name) between 1 and 200),
        colour smallint not null check (colour between 1 and 12),
        definition text not null default '',
        when_to_use text not null default '',
        when_not_to_use text not null default '',
        example text not null default '',
        retired_at timestamptz,
        made_by text not null references person(id),
        made_at timestamptz not null default now(),
        primary key (study_id, id),
        constraint code_parent foreign key (study_id, parent_id) references code (study_id, id) deferrable,
        check (parent_id <> id)
      );
      create unique index code_name_once on code (study_id, coalesce(parent_id, '00000000-0000-0000-0000-000000000000'), lower(name))
        where retired_at is null;
      alter table code enable row level security;
      create policy code_read on code for select using (study_id = current_study() and may('read transcripts'));
      create policy code_change on code for all using (study_id = current_study() and may('change the code list'))
        with check (study_id = current_study() and may('change the code list'));

      create table code_change (
        study_id uuid not null,
        code_id uuid not null,
        version integer not null,
        what text not null,
        before jsonb,
        after jsonb,
        reason text not null default '',
        by text not null references person(id),
        step uuid not null,
        at timestamptz not null default clock_timestamp(),
        primary key (study_id, version)
      );
      comment on table code_change is 'The history of the code list: each change is a version of the list.';
      create index code_change_by_code on code_change (study_id, code_id, version desc);
      alter table code_change enable row level security;
      create policy code_change_read on code_change for select using (study_id = current_study() and may('read transcripts'));
      create policy code_change_add on code_change for insert with check (study_id = current_study()
        and may('change the code list') and by = current_account());

      create table coding (
        study_id uuid not null,
        id uuid not null,
        transcript_id uuid not null,
        code_id uuid not null,
        starts integer not null,
        ends integer not null,
        coder_id text not null,
        made_at timestamptz not null default clock_timestamp(),
        primary key (study_id, id),
        foreign key (study_id) references study_key on delete cascade,
        constraint coding_transcript foreign key (study_id, transcript_id) references transcript (study_id, id) deferrable,
        constraint coding_code foreign key (study_id, code_id) references code (study_id, id) deferrable,
        check (starts >= 0 and starts < ends)
      );
      comment on table coding is 'One code on one range by one coder. Offsets in UTF-16 code units of the transcript''s text, zero-based, end exclusive.';
      create index coding_by_transcript on coding (study_id, transcript_id, starts, ends, code_id, id);
      create index coding_by_code on coding (study_id, code_id, transcript_id);
      create unique index coding_once on coding (study_id, transcript_id, starts, ends, code_id, coder_id);

      create function refuse_coding_of_unreleased() returns trigger language plpgsql security definer set search_path = public as $$
        declare
          its_stage text;
          its_length integer;
        begin
          select stage, length into its_stage, its_length from transcript
            where study_id = new.study_id and id = new.transcript_id for key share;
          if not found then
            raise exception 'There is no such transcript in this study.' using errcode = 'TL005';
          end if;
          if its_stage <> 'released' then
            raise exception 'Only a released transcript can be coded.' using errcode = 'TL002';
          end if;
          if new.ends > its_length then
            raise exception 'This place lies outside the transcript''s text. Reload it and try again.' using errcode = 'TL003';
          end if;
          return new;
        end $$;
      create trigger coding_of_released_only before insert or update of transcript_id, starts, ends on coding
        for each row execute function refuse_coding_of_unreleased();

      alter table coding enable row level security;
      create policy coding_read on coding for select using (study_id = current_study() and may('read transcripts'));
      create policy coding_add on coding for insert
        with check (study_id = current_study() and may('code') and coder_id = current_account());
      create policy coding_change on coding for update
        using (study_id = current_study() and may('code') and coder_id = current_account());
      create policy coding_remove on coding for delete using (study_id = current_study() and may('code')
        and (coder_id = current_account() or may('remove others'' codings')));
    `,
  },
]
