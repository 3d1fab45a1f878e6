import type { Migration } from '../database/migrate.ts'

/**
 * The key ring. A key is destroyed by overwriting it with null: the row that stays refuses a new key under the same
 * name, so that nothing can be sealed for somebody who was erased a moment ago.
 */
export const vaultMigrations: readonly Migration[] = [
  {
    name: 'vault 1 keys and erasures',
    sql: `
      create schema vault;

      create table vault.instance (
        one boolean primary key default true check (one),
        fingerprint text not null
      );
      comment on table vault.instance is 'Which instance key wraps the keys of this database.';

      create table vault.study_key (
        study_id uuid primary key,
        id uuid not null,
        wrapped bytea,
        destroyed_at timestamptz,
        check ((wrapped is null) = (destroyed_at is not null))
      );

      create table vault.subject_key (
        study_id uuid not null,
        subject uuid not null,
        kind text not null check (kind in ('identity', 'contact', 'recording', 'raw transcript', 'voucher')),
        id uuid not null,
        wrapped bytea,
        destroyed_at timestamptz,
        primary key (study_id, subject, kind),
        check ((wrapped is null) = (destroyed_at is not null))
      );

      create table vault.erasure (
        id bigint generated always as identity primary key,
        study_id uuid not null,
        subject uuid,
        kind text,
        account_id text,
        at timestamptz not null default clock_timestamp(),
        check ((subject is null) = (kind is null))
      );
      comment on table vault.erasure is 'The erasure ledger: whose data of which kind was erased; a whole study where no subject is named.';
      create index erasure_by_study on vault.erasure (study_id);

      create function vault.refuse_key_change() returns trigger language plpgsql as $$
        begin
          if new.wrapped is null and new.destroyed_at is not null and old.wrapped is not null
             and (to_jsonb(new) - 'wrapped' - 'destroyed_at') = (to_jsonb(old) - 'wrapped' - 'destroyed_at') then
            return new;
          end if;
          raise exception 'A key of the vault never changes: it is only destroyed.' using errcode = 'TL001';
        end $$;
      create trigger study_key_only_destroyed before update on vault.study_key
        for each row execute function vault.refuse_key_change();
      create trigger subject_key_only_destroyed before update on vault.subject_key
        for each row execute function vault.refuse_key_change();

      create function vault.refuse_ledger_change() returns trigger language plpgsql as $$
        begin
          raise exception 'The erasure ledger is append-only.' using errcode = 'TL001';
        end $$;
      create trigger erasure_append_only before update or delete on vault.erasure
        for each row execute function vault.refuse_ledger_change();
      create trigger erasure_no_truncate before truncate on vault.erasure
        for each statement execute function vault.refuse_ledger_change();

      create function vault.destroy_study() returns trigger language plpgsql
        security definer set search_path = public as $$
        begin
          insert into vault.study_key (study_id, id, wrapped, destroyed_at)
            values (old.study_id, gen_random_uuid(), null, clock_timestamp())
            on conflict (study_id) do update set wrapped = null, destroyed_at = clock_timestamp()
            where vault.study_key.wrapped is not null;
          update vault.subject_key set wrapped = null, destroyed_at = clock_timestamp()
            where study_id = old.study_id and wrapped is not null;
          insert into vault.erasure (study_id, account_id) select old.study_id, current_account()
            where not exists (select from vault.erasure where study_id = old.study_id and subject is null);
          return null;
        end $$;
      create trigger study_removed after delete on public.study_key
        for each row execute function vault.destroy_study();

      create function vault.claim_instance(mine text) returns text language plpgsql
        security definer set search_path = public as $$
        begin
          if mine is not null then
            insert into vault.instance (fingerprint) values (mine) on conflict do nothing;
          end if;
          return (select fingerprint from vault.instance);
        end $$;
      comment on function vault.claim_instance is 'Names the instance key of this database, once; gives the one that it knows.';

      alter table vault.instance enable row level security;
      alter table vault.study_key enable row level security;
      alter table vault.subject_key enable row level security;
      alter table vault.erasure enable row level security;
      create policy study_key_of_this_study on vault.study_key
        using (study_id = current_study()) with check (study_id = current_study());
      create policy subject_key_of_this_study on vault.subject_key
        using (study_id = current_study()) with check (study_id = current_study());
      create policy erasure_of_this_study on vault.erasure
        using (study_id = current_study())
        with check (study_id = current_study() and account_id is not distinct from current_account());

      revoke all on schema vault from public;
      revoke execute on all functions in schema vault from public;
      grant usage on schema vault to throughline_app;
      grant select, insert on vault.study_key, vault.subject_key, vault.erasure to throughline_app;
      grant update (wrapped, destroyed_at) on vault.subject_key to throughline_app;
      grant execute on function vault.claim_instance to throughline_app;
    `,
  },
]
