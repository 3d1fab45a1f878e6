import type { Migration } from '../../platform/database/migrate.ts'

export const documentMigrations: readonly Migration[] = [
  {
    name: 'study 4 documents in versions',
    sql: `
      create table document (
        study_id uuid not null references study_key on delete cascade,
        id uuid not null,
        kind text not null check (kind in ('information sheet', 'recruitment text', 'eligibility', 'sign-up form',
          'consent form', 'interview guide', 'distress protocol', 'debrief', 'mail')),
        name text not null default '',
        site_id uuid,
        language text not null default 'en',
        primary key (study_id, id),
        constraint document_site foreign key (study_id, site_id) references site (study_id, id),
        check (site_id is null or kind = 'debrief')
      );
      create unique index document_once on document
        (study_id, kind, lower(name), language, coalesce(site_id, '00000000-0000-0000-0000-000000000000'));

      create table document_version (
        study_id uuid not null,
        document_id uuid not null,
        number integer not null check (number >= 1),
        content jsonb not null,
        note text not null default '',
        machine_made boolean not null default false,
        written_by text not null,
        written_at timestamptz not null default clock_timestamp(),
        approved_by text,
        approved_at timestamptz,
        in_force_from timestamptz,
        primary key (study_id, document_id, number),
        foreign key (study_id, document_id) references document on delete cascade,
        check ((approved_by is null) = (approved_at is null)),
        check (in_force_from is null or approved_at is not null)
      );
      create unique index document_one_draft on document_version (study_id, document_id) where approved_at is null;
      comment on table document_version is 'A version that was approved never changes: what people saw and agreed to can be shown word for word.';

      create function keep_approved_version() returns trigger language plpgsql as $$
        begin
          if old.approved_at is null then return case tg_op when 'DELETE' then old else new end; end if;
          if tg_op = 'DELETE' then
            if exists (select from document where study_id = old.study_id and id = old.document_id) then
              raise exception 'An approved version is kept.' using errcode = '23514', constraint = 'document_version_kept';
            end if;
            return old;
          end if;
          if (to_jsonb(new) - 'in_force_from' - 'machine_made') = (to_jsonb(old) - 'in_force_from' - 'machine_made')
              and (old.in_force_from is null or old.in_force_from > clock_timestamp()
                or new.in_force_from is not distinct from old.in_force_from)
              and not (new.machine_made and not old.machine_made) then
            return new;
          end if;
          raise exception 'An approved version never changes.' using errcode = '23514', constraint = 'document_version_kept';
        end $$;
      create trigger document_version_approved_stays before update or delete on document_version
        for each row execute function keep_approved_version();

      create function keep_document_in_use() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          if exists (select from study_key where study_id = old.study_id)
              and exists (select from document_version
                where study_id = old.study_id and document_id = old.id and approved_at is not null) then
            raise exception 'A document that was approved is kept.' using errcode = '23514', constraint = 'document_version_kept';
          end if;
          return old;
        end $$;
      create trigger document_approved_stays before delete on document for each row execute function keep_document_in_use();

      create function version_in_force(study uuid, document uuid, at timestamptz) returns integer language sql stable as $$
        select number from document_version where study_id = study and document_id = document and in_force_from <= at
        order by in_force_from desc, number desc limit 1 $$;

      alter table document enable row level security;
      create policy document_read on document for select using (study_id = current_study() and not visiting());
      create policy document_write on document for all using (study_id = current_study() and may('draft documents'))
        with check (study_id = current_study() and may('draft documents'));
      create policy visitor_document on document for select using (study_id = current_study() and visiting()
        and kind in ('information sheet', 'eligibility', 'sign-up form', 'consent form', 'debrief', 'mail'));
      alter table document_version enable row level security;
      create policy document_version_read on document_version for select using (study_id = current_study() and not visiting());
      create policy document_version_write on document_version for all
        using (study_id = current_study() and (may('draft documents') or may('approve documents')))
        with check (study_id = current_study() and (may('draft documents') or may('approve documents'))
          and (approved_at is null or may('approve documents')));
      create policy visitor_version on document_version for select using (study_id = current_study() and visiting()
        and in_force_from is not null and exists (select from document
          where document.study_id = document_version.study_id and document.id = document_id));
    `,
  },
]
