import type { Migration } from '../../platform/database/migrate.ts'

export const reshapingMigrations: readonly Migration[] = [
  {
    name: 'coding 5 codings follow their codes',
    // A coding is its coder's alone, but which codes there are is the team's: only these functions reach others' codings.
    sql: `
      create function may_reshape_codes() returns void language plpgsql stable as $$
        begin
          if not may('change the code list') then
            raise exception 'Your role in this study does not include this.' using errcode = '42501';
          end if;
        end $$;

      create function recode_codings(ids uuid[], old_codes uuid[], new_code uuid) returns integer language plpgsql
        security definer set search_path = public, pg_temp as $$
        declare
          recoded integer;
        begin
          perform may_reshape_codes();
          update coding set code_id = new_code
            where study_id = current_study() and id = any(ids) and code_id = any(old_codes);
          get diagnostics recoded = row_count;
          return recoded;
        end $$;
      comment on function recode_codings is 'Gives codings another code, whoever made them. What has another code than was said by now stays as it is.';

      create function amend_codings(amended jsonb) returns void language plpgsql
        security definer set search_path = public, pg_temp as $$
        begin
          perform may_reshape_codes();
          update coding c set weight = a.weight, comment = a.comment
            from jsonb_to_recordset(amended) as a(id uuid, weight smallint, comment text)
            where c.study_id = current_study() and c.id = a.id;
        end $$;
      comment on function amend_codings is 'Lets the coding that is kept of several take over their weights and comments.';

      create function fold_codings(ids uuid[]) returns setof coding language plpgsql
        security definer set search_path = public, pg_temp as $$
        begin
          perform may_reshape_codes();
          return query delete from coding where study_id = current_study() and id = any(ids) returning *;
        end $$;
      comment on function fold_codings is 'Takes away codings that became one with another, and gives them back to be remembered.';

      create function copy_codings(source uuid, target uuid) returns setof coding language plpgsql
        security definer set search_path = public, pg_temp as $$
        begin
          perform may_reshape_codes();
          return query
            insert into coding (study_id, id, transcript_id, code_id, starts, ends, coder_id, made_at, weight, comment)
              select study_id, gen_random_uuid(), transcript_id, target, starts, ends, coder_id, made_at, weight, comment
              from coding where study_id = current_study() and code_id = source returning *;
        end $$;
      comment on function copy_codings is 'Copies the codings of a code to another one, each for its own coder.';

      create function unfold_codings(folded jsonb) returns integer language plpgsql
        security definer set search_path = public, pg_temp as $$
        declare
          unfolded integer;
        begin
          perform may_reshape_codes();
          insert into coding select row.* from jsonb_populate_recordset(null::coding, folded) row
            where row.study_id = current_study() on conflict do nothing;
          get diagnostics unfolded = row_count;
          return unfolded;
        end $$;
      comment on function unfold_codings is 'Takes fold_codings back.';
    `,
  },
]
