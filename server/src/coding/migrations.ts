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
            where study_id = new.study_id and id = new.transcript_id for share;
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
      create policy coding_read on coding for select using (study_id = current_study() and (select may('read transcripts')));
      comment on policy coding_read on coding is 'Asked in a subquery, a permission is looked up once a statement and not once a row.';
      create policy coding_add on coding for insert
        with check (study_id = current_study() and may('code') and coder_id = current_account());
      create policy coding_change on coding for update
        using (study_id = current_study() and may('code') and coder_id = current_account());
      create policy coding_remove on coding for delete using (study_id = current_study() and may('code')
        and (coder_id = current_account() or may('remove others'' codings')));
    `,
  },
  {
    name: 'coding 2 counts kept as codings change',
    sql: `
      create table code_count (
        study_id uuid not null references study_key on delete cascade,
        code_id uuid not null,
        participant_id uuid not null,
        codings integer not null check (codings >= 0),
        primary key (study_id, code_id, participant_id)
      ) with (fillfactor = 80);
      comment on table code_count is 'How many codings a code has on the words of each participant (the nil UUID where it is not known whose they are): counting a million codings takes a second. Kept by triggers in the transaction of the coding.';

      create table transcript_count (
        study_id uuid not null references study_key on delete cascade,
        transcript_id uuid not null,
        codings integer not null check (codings >= 0),
        primary key (study_id, transcript_id)
      ) with (fillfactor = 80);
      comment on table transcript_count is 'How many codings a transcript has; kept as code_count is.';

      alter table code_count enable row level security;
      create policy code_count_read on code_count for select using (study_id = current_study() and (select may('read transcripts')));
      alter table transcript_count enable row level security;
      create policy transcript_count_read on transcript_count for select using (study_id = current_study() and (select may('read transcripts')));

      create function count_new_codings() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          insert into code_count as kept (study_id, code_id, participant_id, codings)
            select made.study_id, made.code_id, coalesce(t.participant_id, '00000000-0000-0000-0000-000000000000'), count(*)
            from made join transcript t on t.study_id = made.study_id and t.id = made.transcript_id
            group by 1, 2, 3 order by 1, 2, 3
            on conflict (study_id, code_id, participant_id) do update set codings = kept.codings + excluded.codings;
          insert into transcript_count as kept (study_id, transcript_id, codings)
            select study_id, transcript_id, count(*) from made group by 1, 2 order by 1, 2
            on conflict (study_id, transcript_id) do update set codings = kept.codings + excluded.codings;
          return null;
        end $$;
      comment on function count_new_codings is 'In the order of the keys, so that two steps that count many codings wait for each other and never in a circle.';

      create function count_gone_codings() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          -- Whose transcript it is does not change while its codings are counted.
          perform from transcript where (study_id, id) in (select study_id, transcript_id from gone)
            order by study_id, id for share;
          perform from code_count where (study_id, code_id) in (select study_id, code_id from gone)
            and participant_id in (select coalesce(t.participant_id, '00000000-0000-0000-0000-000000000000')
              from transcript t where (t.study_id, t.id) in (select study_id, transcript_id from gone))
            order by study_id, code_id, participant_id for update;
          update code_count kept set codings = kept.codings - less.codings
            from (select gone.study_id, gone.code_id,
                coalesce(t.participant_id, '00000000-0000-0000-0000-000000000000') as participant_id, count(*) as codings
              from gone join transcript t on t.study_id = gone.study_id and t.id = gone.transcript_id group by 1, 2, 3) less
            where kept.study_id = less.study_id and kept.code_id = less.code_id and kept.participant_id = less.participant_id;
          perform from transcript_count where (study_id, transcript_id) in (select study_id, transcript_id from gone)
            order by study_id, transcript_id for update;
          update transcript_count kept set codings = kept.codings - less.codings
            from (select study_id, transcript_id, count(*) as codings from gone group by 1, 2) less
            where kept.study_id = less.study_id and kept.transcript_id = less.transcript_id;
          return null;
        end $$;

      create function count_for_other_participant() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        declare
          former uuid := coalesce(old.participant_id, '00000000-0000-0000-0000-000000000000');
          present uuid := coalesce(new.participant_id, '00000000-0000-0000-0000-000000000000');
        begin
          insert into code_count as kept (study_id, code_id, participant_id, codings)
            select new.study_id, c.code_id, whose.id, case when whose.id = present then count(*) else 0 end
            from coding c cross join unnest(array[former, present]) whose(id)
            where c.study_id = new.study_id and c.transcript_id = new.id
            group by 1, 2, 3 order by 1, 2, 3
            on conflict (study_id, code_id, participant_id) do update set codings = kept.codings + excluded.codings;
          update code_count kept set codings = kept.codings - less.codings
            from (select code_id, count(*) as codings from coding
              where study_id = new.study_id and transcript_id = new.id group by 1) less
            where kept.study_id = new.study_id and kept.code_id = less.code_id and kept.participant_id = former;
          return null;
        end $$;

      create trigger coding_counted after insert on coding referencing new table as made
        for each statement execute function count_new_codings();
      create trigger coding_no_longer_counted after delete on coding referencing old table as gone
        for each statement execute function count_gone_codings();
      create trigger coding_changed_from after update on coding referencing old table as gone
        for each statement execute function count_gone_codings();
      create trigger coding_changed_to after update on coding referencing new table as made
        for each statement execute function count_new_codings();
      create trigger transcript_of_other_participant after update on transcript for each row
        when (old.participant_id is distinct from new.participant_id)
        execute function count_for_other_participant();

      insert into code_count (study_id, code_id, participant_id, codings)
        select c.study_id, c.code_id, coalesce(t.participant_id, '00000000-0000-0000-0000-000000000000'), count(*)
        from coding c join transcript t on t.study_id = c.study_id and t.id = c.transcript_id group by 1, 2, 3;
      insert into transcript_count (study_id, transcript_id, codings)
        select study_id, transcript_id, count(*) from coding group by 1, 2;
    `,
  },
  {
    name: 'coding 3 weights and comments',
    sql: `
      alter table coding add column weight smallint check (weight between -100 and 100);
      alter table coding add column comment text not null default '';
      comment on column coding.weight is 'A step of the study''s weight_scale; null where its coder gave none.';

      create table weight_scale (
        study_id uuid primary key references study_key on delete cascade,
        name text not null check (length(name) between 1 and 100),
        lowest smallint not null,
        highest smallint not null,
        labels jsonb not null default '[]' check (jsonb_typeof(labels) = 'array'),
        check (lowest between -100 and 100 and highest between -100 and 100 and lowest < highest)
      );
      comment on table weight_scale is 'The scale on which a study weighs its codings; no row where it weighs none.';
      comment on column weight_scale.labels is 'Names of steps: [{"step": 1, "name": "hinted at"}].';
      alter table weight_scale enable row level security;
      create policy weight_scale_read on weight_scale for select using (study_id = current_study() and may('read transcripts'));
      create policy weight_scale_change on weight_scale for all using (study_id = current_study() and may('change the code list'))
        with check (study_id = current_study() and may('change the code list'));
    `,
  },
]
